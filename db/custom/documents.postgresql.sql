-- Words: a document (A), and what is written inside its current version (D). As they are, and by their French stem.
-- A tsvector holds a megabyte at most: the words inside are cut before that where they are written (document_texts).
ALTER TABLE document_search ADD COLUMN vector tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('simple', own) || to_tsvector('french', own), 'A') ||
  setweight(to_tsvector('simple', inside) || to_tsvector('french', inside), 'D')
) STORED;
--> statement-breakpoint
CREATE INDEX document_search_vector ON document_search USING gin (vector);
--> statement-breakpoint
CREATE FUNCTION document_findable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    INSERT INTO document_search (document_id, own, inside) VALUES (new.id, new.search_text,
      coalesce((SELECT words FROM document_texts WHERE version_id = new.current_version_id), ''));
  ELSIF old.search_text <> new.search_text OR old.current_version_id <> new.current_version_id THEN
    UPDATE document_search SET own = new.search_text,
      inside = coalesce((SELECT words FROM document_texts WHERE version_id = new.current_version_id), '')
      WHERE document_id = new.id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER documents_findable AFTER INSERT OR UPDATE OF search_text, current_version_id ON documents
  FOR EACH ROW EXECUTE FUNCTION document_findable();
--> statement-breakpoint
CREATE FUNCTION document_read() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'DELETE' THEN
    UPDATE document_search SET inside = '' WHERE document_id = old.document_id
      AND old.version_id = (SELECT current_version_id FROM documents WHERE id = old.document_id);
  ELSE
    UPDATE document_search SET inside = new.words WHERE document_id = new.document_id
      AND new.version_id = (SELECT current_version_id FROM documents WHERE id = new.document_id);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER document_texts_read AFTER INSERT OR DELETE OR UPDATE OF words ON document_texts
  FOR EACH ROW EXECUTE FUNCTION document_read();
--> statement-breakpoint
-- Proofs: what documents and contributions say to the gates of an initiative.
CREATE VIEW initiative_proven AS
  SELECT i.id AS initiative_id,
    (SELECT count(*) FROM documents d WHERE d.initiative_id = i.id AND d.binned_at IS NULL
      AND d.kind IN ('agreement', 'letter_of_support')) AS agreements,
    (SELECT count(*) FROM documents d WHERE d.initiative_id = i.id AND d.binned_at IS NULL
      AND d.kind = 'guide' AND d.visibility = 'public' AND d.licence <> 'all_rights_reserved') AS guides,
    (SELECT count(DISTINCT k.kind) FROM knowledge_contributions k
      WHERE k.initiative_id = i.id AND k.withdrawn_at IS NULL) AS knowledge_kinds
  FROM initiatives i;
--> statement-breakpoint
CREATE FUNCTION initiative_proved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO initiative_proofs (initiative_id, agreements, guides, knowledge_kinds)
    SELECT initiative_id, agreements, guides, knowledge_kinds FROM initiative_proven
    WHERE initiative_id IN (
      CASE WHEN tg_op <> 'INSERT' THEN old.initiative_id END, CASE WHEN tg_op <> 'DELETE' THEN new.initiative_id END)
    ORDER BY initiative_id
    ON CONFLICT (initiative_id) DO UPDATE SET agreements = excluded.agreements, guides = excluded.guides, knowledge_kinds = excluded.knowledge_kinds;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER documents_prove AFTER INSERT OR DELETE OR UPDATE OF initiative_id, kind, visibility, licence, binned_at
  ON documents FOR EACH ROW EXECUTE FUNCTION initiative_proved();
--> statement-breakpoint
CREATE TRIGGER contributions_prove AFTER INSERT OR DELETE OR UPDATE OF initiative_id, kind, withdrawn_at
  ON knowledge_contributions FOR EACH ROW EXECUTE FUNCTION initiative_proved();
