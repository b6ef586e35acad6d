-- A ledger is added to, never edited; nor is what was published, nor the register of what left.
CREATE TRIGGER funding_rows_stay BEFORE UPDATE ON funding_rows BEGIN
  SELECT RAISE(ABORT, 'funding_rows is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER funding_rows_kept BEFORE DELETE ON funding_rows
WHEN EXISTS (SELECT 1 FROM fundings WHERE id = old.funding_id) BEGIN
  SELECT RAISE(ABORT, 'funding_rows is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER report_versions_stay BEFORE UPDATE ON report_versions BEGIN
  SELECT RAISE(ABORT, 'report_versions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER report_versions_kept BEFORE DELETE ON report_versions
WHEN EXISTS (SELECT 1 FROM reports WHERE id = old.report_id) BEGIN
  SELECT RAISE(ABORT, 'report_versions is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER communications_stay BEFORE UPDATE ON communications BEGIN
  SELECT RAISE(ABORT, 'communications is append-only');
END;
--> statement-breakpoint
-- Proofs: what money says to the gates of an initiative (M5, A4).
DROP VIEW initiative_proven;
--> statement-breakpoint
CREATE VIEW initiative_proven AS
  SELECT i.id AS initiative_id,
    (SELECT count(*) FROM documents d WHERE d.initiative_id = i.id AND d.binned_at IS NULL
      AND d.kind IN ('agreement', 'letter_of_support')) AS agreements,
    (SELECT count(*) FROM documents d WHERE d.initiative_id = i.id AND d.binned_at IS NULL
      AND d.kind = 'guide' AND d.visibility = 'public' AND d.licence <> 'all_rights_reserved') AS guides,
    (SELECT count(DISTINCT k.kind) FROM knowledge_contributions k
      WHERE k.initiative_id = i.id AND k.withdrawn_at IS NULL) AS knowledge_kinds,
    (SELECT count(DISTINCT f.funder_id) FROM fundings f WHERE f.initiative_id = i.id
      AND (SELECT sum(r.cents) FROM funding_rows r WHERE r.funding_id = f.id AND r.status IN ('confirmed', 'disbursed')
        AND NOT EXISTS (SELECT 1 FROM funding_rows c WHERE c.supersedes_id = r.id)) > 0) AS funding_sources
  FROM initiatives i;
--> statement-breakpoint
CREATE TRIGGER funding_rows_prove AFTER INSERT ON funding_rows BEGIN
  INSERT INTO initiative_proofs (initiative_id, funding_sources)
    SELECT initiative_id, funding_sources FROM initiative_proven WHERE initiative_id IN (SELECT initiative_id FROM fundings WHERE id = new.funding_id)
    ON CONFLICT (initiative_id) DO UPDATE SET funding_sources = excluded.funding_sources;
END;
--> statement-breakpoint
CREATE TRIGGER fundings_prove_otherwise AFTER UPDATE OF initiative_id, funder_id ON fundings BEGIN
  INSERT INTO initiative_proofs (initiative_id, funding_sources)
    SELECT initiative_id, funding_sources FROM initiative_proven WHERE initiative_id IN (old.initiative_id, new.initiative_id)
    ON CONFLICT (initiative_id) DO UPDATE SET funding_sources = excluded.funding_sources;
END;
--> statement-breakpoint
CREATE TRIGGER fundings_prove_no_more AFTER DELETE ON fundings BEGIN
  INSERT INTO initiative_proofs (initiative_id, funding_sources)
    SELECT initiative_id, funding_sources FROM initiative_proven WHERE initiative_id IN (old.initiative_id)
    ON CONFLICT (initiative_id) DO UPDATE SET funding_sources = excluded.funding_sources;
END;
