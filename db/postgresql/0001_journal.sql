CREATE FUNCTION journal_chain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- One writer of the chain at a time; each query below sees what the one before committed.
  PERFORM pg_advisory_xact_lock(7455661);
  SELECT seq + 1, hash INTO new.seq, new.previous FROM journal ORDER BY seq DESC LIMIT 1;
  new.seq := coalesce(new.seq, 1);
  new.previous := coalesce(new.previous, '');
  new.hash := encode(sha256(convert_to(new.previous || new.digest, 'UTF8')), 'hex');
  RETURN new;
END $$;
--> statement-breakpoint
CREATE TRIGGER journal_chain BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_chain();
--> statement-breakpoint
CREATE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the journal is append-only';
END $$;
--> statement-breakpoint
CREATE TRIGGER journal_append_only BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_refuses();
