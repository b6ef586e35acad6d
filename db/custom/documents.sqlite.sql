-- Words: a document, and what is written inside its current version.
CREATE VIRTUAL TABLE document_words USING fts5 (
  own, inside, content = 'document_search', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = 'column'
);
--> statement-breakpoint
CREATE TRIGGER document_search_added AFTER INSERT ON document_search BEGIN
  INSERT INTO document_words (rowid, own, inside) VALUES (new.number, new.own, new.inside);
END;
--> statement-breakpoint
CREATE TRIGGER document_search_removed AFTER DELETE ON document_search BEGIN
  INSERT INTO document_words (document_words, rowid, own, inside) VALUES ('delete', old.number, old.own, old.inside);
END;
--> statement-breakpoint
CREATE TRIGGER document_search_changed AFTER UPDATE ON document_search
WHEN old.own <> new.own OR old.inside <> new.inside BEGIN
  INSERT INTO document_words (document_words, rowid, own, inside) VALUES ('delete', old.number, old.own, old.inside);
  INSERT INTO document_words (rowid, own, inside) VALUES (new.number, new.own, new.inside);
END;
--> statement-breakpoint
CREATE TRIGGER documents_findable AFTER INSERT ON documents BEGIN
  INSERT INTO document_search (document_id, own, inside) VALUES (new.id, new.search_text,
    coalesce((SELECT words FROM document_texts WHERE version_id = new.current_version_id), ''));
END;
--> statement-breakpoint
CREATE TRIGGER documents_reworded AFTER UPDATE OF search_text, current_version_id ON documents
WHEN old.search_text <> new.search_text OR old.current_version_id <> new.current_version_id BEGIN
  UPDATE document_search SET own = new.search_text,
    inside = coalesce((SELECT words FROM document_texts WHERE version_id = new.current_version_id), '')
    WHERE document_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER document_texts_read AFTER INSERT ON document_texts BEGIN
  UPDATE document_search SET inside = new.words WHERE document_id = new.document_id
    AND new.version_id = (SELECT current_version_id FROM documents WHERE id = new.document_id);
END;
--> statement-breakpoint
CREATE TRIGGER document_texts_reread AFTER UPDATE OF words ON document_texts WHEN old.words <> new.words BEGIN
  UPDATE document_search SET inside = new.words WHERE document_id = new.document_id
    AND new.version_id = (SELECT current_version_id FROM documents WHERE id = new.document_id);
END;
--> statement-breakpoint
CREATE TRIGGER document_texts_forgotten AFTER DELETE ON document_texts BEGIN
  UPDATE document_search SET inside = '' WHERE document_id = old.document_id
    AND old.version_id = (SELECT current_version_id FROM documents WHERE id = old.document_id);
END;
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
CREATE TRIGGER documents_prove AFTER INSERT ON documents BEGIN
  INSERT INTO initiative_proofs (initiative_id, agreements, guides, knowledge_kinds)
    SELECT initiative_id, agreements, guides, knowledge_kinds FROM initiative_proven WHERE initiative_id = new.initiative_id
    ON CONFLICT (initiative_id) DO UPDATE SET agreements = excluded.agreements, guides = excluded.guides, knowledge_kinds = excluded.knowledge_kinds;
END;
--> statement-breakpoint
CREATE TRIGGER documents_prove_otherwise AFTER UPDATE OF initiative_id, kind, visibility, licence, binned_at ON documents BEGIN
  INSERT INTO initiative_proofs (initiative_id, agreements, guides, knowledge_kinds)
    SELECT initiative_id, agreements, guides, knowledge_kinds FROM initiative_proven
    WHERE initiative_id IN (old.initiative_id, new.initiative_id)
    ON CONFLICT (initiative_id) DO UPDATE SET agreements = excluded.agreements, guides = excluded.guides, knowledge_kinds = excluded.knowledge_kinds;
END;
--> statement-breakpoint
CREATE TRIGGER documents_prove_no_more AFTER DELETE ON documents BEGIN
  INSERT INTO initiative_proofs (initiative_id, agreements, guides, knowledge_kinds)
    SELECT initiative_id, agreements, guides, knowledge_kinds FROM initiative_proven WHERE initiative_id = old.initiative_id
    ON CONFLICT (initiative_id) DO UPDATE SET agreements = excluded.agreements, guides = excluded.guides, knowledge_kinds = excluded.knowledge_kinds;
END;
--> statement-breakpoint
CREATE TRIGGER contributions_prove AFTER INSERT ON knowledge_contributions BEGIN
  INSERT INTO initiative_proofs (initiative_id, agreements, guides, knowledge_kinds)
    SELECT initiative_id, agreements, guides, knowledge_kinds FROM initiative_proven WHERE initiative_id = new.initiative_id
    ON CONFLICT (initiative_id) DO UPDATE SET agreements = excluded.agreements, guides = excluded.guides, knowledge_kinds = excluded.knowledge_kinds;
END;
--> statement-breakpoint
CREATE TRIGGER contributions_prove_otherwise AFTER UPDATE OF initiative_id, kind, withdrawn_at ON knowledge_contributions BEGIN
  INSERT INTO initiative_proofs (initiative_id, agreements, guides, knowledge_kinds)
    SELECT initiative_id, agreements, guides, knowledge_kinds FROM initiative_proven
    WHERE initiative_id IN (old.initiative_id, new.initiative_id)
    ON CONFLICT (initiative_id) DO UPDATE SET agreements = excluded.agreements, guides = excluded.guides, knowledge_kinds = excluded.knowledge_kinds;
END;
--> statement-breakpoint
CREATE TRIGGER contributions_prove_no_more AFTER DELETE ON knowledge_contributions BEGIN
  INSERT INTO initiative_proofs (initiative_id, agreements, guides, knowledge_kinds)
    SELECT initiative_id, agreements, guides, knowledge_kinds FROM initiative_proven WHERE initiative_id = old.initiative_id
    ON CONFLICT (initiative_id) DO UPDATE SET agreements = excluded.agreements, guides = excluded.guides, knowledge_kinds = excluded.knowledge_kinds;
END;
