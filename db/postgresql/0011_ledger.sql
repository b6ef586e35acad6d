-- A ledger is added to, never edited; nor is what was published, nor the register of what left.
CREATE FUNCTION refuse_as_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', tg_table_name;
END $$;
--> statement-breakpoint
CREATE TRIGGER funding_rows_stay BEFORE UPDATE ON funding_rows FOR EACH ROW EXECUTE FUNCTION refuse_as_append_only();
--> statement-breakpoint
CREATE TRIGGER report_versions_stay BEFORE UPDATE ON report_versions FOR EACH ROW EXECUTE FUNCTION refuse_as_append_only();
--> statement-breakpoint
CREATE TRIGGER communications_stay BEFORE UPDATE ON communications FOR EACH ROW EXECUTE FUNCTION refuse_as_append_only();
--> statement-breakpoint
CREATE FUNCTION funding_row_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM fundings WHERE id = old.funding_id) THEN RAISE EXCEPTION 'funding_rows is append-only'; END IF;
  RETURN old;
END $$;
--> statement-breakpoint
CREATE TRIGGER funding_rows_kept BEFORE DELETE ON funding_rows FOR EACH ROW EXECUTE FUNCTION funding_row_kept();
--> statement-breakpoint
CREATE FUNCTION report_version_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM reports WHERE id = old.report_id) THEN RAISE EXCEPTION 'report_versions is append-only'; END IF;
  RETURN old;
END $$;
--> statement-breakpoint
CREATE TRIGGER report_versions_kept BEFORE DELETE ON report_versions FOR EACH ROW EXECUTE FUNCTION report_version_kept();
--> statement-breakpoint
-- Proofs: what money says to the gates of an initiative (M5, A4).
CREATE OR REPLACE VIEW initiative_proven AS
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
CREATE FUNCTION initiative_funded() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO initiative_proofs (initiative_id, funding_sources)
    SELECT initiative_id, funding_sources FROM initiative_proven
    WHERE initiative_id IN (
      CASE WHEN tg_op <> 'INSERT' THEN old.initiative_id END, CASE WHEN tg_op <> 'DELETE' THEN new.initiative_id END)
    ORDER BY initiative_id
    ON CONFLICT (initiative_id) DO UPDATE SET funding_sources = excluded.funding_sources;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION initiative_paid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO initiative_proofs (initiative_id, funding_sources)
    SELECT initiative_id, funding_sources FROM initiative_proven
    WHERE initiative_id = (SELECT initiative_id FROM fundings WHERE id = new.funding_id)
    ON CONFLICT (initiative_id) DO UPDATE SET funding_sources = excluded.funding_sources;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER funding_rows_prove AFTER INSERT ON funding_rows FOR EACH ROW EXECUTE FUNCTION initiative_paid();
--> statement-breakpoint
CREATE TRIGGER fundings_prove AFTER DELETE OR UPDATE OF initiative_id, funder_id
  ON fundings FOR EACH ROW EXECUTE FUNCTION initiative_funded();
