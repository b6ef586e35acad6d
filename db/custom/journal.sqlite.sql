CREATE TRIGGER journal_chain AFTER INSERT ON journal BEGIN
  UPDATE journal SET
    previous = coalesce((SELECT hash FROM journal WHERE seq < new.seq ORDER BY seq DESC LIMIT 1), ''),
    hash = sha256(coalesce((SELECT hash FROM journal WHERE seq < new.seq ORDER BY seq DESC LIMIT 1), '') || new.digest)
  WHERE seq = new.seq;
END;
--> statement-breakpoint
CREATE TRIGGER journal_keeps_rows BEFORE DELETE ON journal BEGIN
  SELECT raise(ABORT, 'the journal is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER journal_keeps_words BEFORE UPDATE ON journal WHEN old.hash <> '' BEGIN
  SELECT raise(ABORT, 'the journal is append-only');
END;
