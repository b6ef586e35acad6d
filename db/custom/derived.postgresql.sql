-- Counts: every initiative that was not merged into another stands in exactly one of them. One writer at a time, as the
-- journal has it, so that two moves that cross never wait for each other's counts.
CREATE FUNCTION initiative_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'UPDATE' AND (old.status, old.stage, old.visibility, left(old.stage_since, 4), old.merged_into_id)
    IS NOT DISTINCT FROM (new.status, new.stage, new.visibility, left(new.stage_since, 4), new.merged_into_id) THEN
    RETURN NULL;
  END IF;
  PERFORM pg_advisory_xact_lock(7455661);
  IF tg_op <> 'INSERT' THEN
    IF old.merged_into_id IS NULL THEN
      UPDATE initiative_counts SET many = many - 1 WHERE status = old.status AND stage = old.stage
        AND visibility = old.visibility AND year = left(old.stage_since, 4);
    END IF;
  END IF;
  IF tg_op <> 'DELETE' THEN
    IF new.merged_into_id IS NULL THEN
      INSERT INTO initiative_counts AS c (status, stage, visibility, year, many)
        VALUES (new.status, new.stage, new.visibility, left(new.stage_since, 4), 1)
        ON CONFLICT (status, stage, visibility, year) DO UPDATE SET many = c.many + 1;
    END IF;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER initiatives_counted AFTER INSERT OR DELETE OR UPDATE OF status, stage, visibility, stage_since, merged_into_id
  ON initiatives FOR EACH ROW EXECUTE FUNCTION initiative_counted();
--> statement-breakpoint
-- Words: an initiative (A), the places it is in and the actors that all may see (B), those for the network (C), the rest (D).
-- As they are, so that what begins a word always finds it, and by their French stem.
ALTER TABLE initiative_search ADD COLUMN vector tsvector GENERATED ALWAYS AS (
  setweight(to_tsvector('simple', own) || to_tsvector('french', own), 'A') ||
  setweight(to_tsvector('simple', places || ' ' || public_names) || to_tsvector('french', places || ' ' || public_names), 'B') ||
  setweight(to_tsvector('simple', network_names) || to_tsvector('french', network_names), 'C') ||
  setweight(to_tsvector('simple', hidden_names) || to_tsvector('french', hidden_names), 'D')
) STORED;
--> statement-breakpoint
CREATE INDEX initiative_search_vector ON initiative_search USING gin (vector);
--> statement-breakpoint
CREATE VIEW initiative_names AS
  SELECT p.initiative_id,
    coalesce(string_agg(a.search_text, ' ' ORDER BY a.id) FILTER (WHERE a.visibility = 'public'), '') AS public_names,
    coalesce(string_agg(a.search_text, ' ' ORDER BY a.id) FILTER (WHERE a.visibility = 'network'), '') AS network_names,
    coalesce(string_agg(a.search_text, ' ' ORDER BY a.id) FILTER (WHERE a.visibility NOT IN ('public', 'network')), '') AS hidden_names
  FROM participations p JOIN actors a ON a.id = p.actor_id
  WHERE p.state = 'accepted' GROUP BY p.initiative_id;
--> statement-breakpoint
CREATE VIEW initiative_places AS
  SELECT l.initiative_id, string_agg(t.search_text, ' ' ORDER BY t.id) AS places
  FROM initiative_territories l JOIN territories t ON t.id = l.territory_id GROUP BY l.initiative_id;
--> statement-breakpoint
CREATE FUNCTION initiative_findable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    INSERT INTO initiative_search (initiative_id, own) VALUES (new.id, new.search_text);
  ELSIF old.search_text <> new.search_text THEN
    UPDATE initiative_search SET own = new.search_text WHERE initiative_id = new.id;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER initiatives_findable AFTER INSERT OR UPDATE OF search_text ON initiatives
  FOR EACH ROW EXECUTE FUNCTION initiative_findable();
--> statement-breakpoint
CREATE FUNCTION initiative_named(ids text[]) RETURNS void LANGUAGE sql AS $$
  UPDATE initiative_search s SET
    public_names = coalesce(n.public_names, ''), network_names = coalesce(n.network_names, ''), hidden_names = coalesce(n.hidden_names, '')
  FROM unnest(ids) AS one(id) LEFT JOIN LATERAL (SELECT * FROM initiative_names WHERE initiative_id = one.id) n ON true
  WHERE s.initiative_id = one.id;
$$;
--> statement-breakpoint
CREATE FUNCTION participation_named() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    IF new.state = 'accepted' THEN PERFORM initiative_named(ARRAY[new.initiative_id]); END IF;
  ELSIF tg_op = 'DELETE' THEN
    IF old.state = 'accepted' THEN PERFORM initiative_named(ARRAY[old.initiative_id]); END IF;
  ELSIF old.state = 'accepted' OR new.state = 'accepted' THEN
    PERFORM initiative_named(ARRAY[old.initiative_id, new.initiative_id]);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER participations_named AFTER INSERT OR DELETE OR UPDATE OF state, actor_id, initiative_id ON participations
  FOR EACH ROW EXECUTE FUNCTION participation_named();
--> statement-breakpoint
CREATE FUNCTION initiative_placed(ids text[]) RETURNS void LANGUAGE sql AS $$
  UPDATE initiative_search s SET places = coalesce(p.places, '')
  FROM unnest(ids) AS one(id) LEFT JOIN LATERAL (SELECT * FROM initiative_places WHERE initiative_id = one.id) p ON true
  WHERE s.initiative_id = one.id;
$$;
--> statement-breakpoint
CREATE FUNCTION territory_placed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_table_name = 'territories' THEN
    IF old.search_text <> new.search_text THEN
      PERFORM initiative_placed(ARRAY(SELECT initiative_id FROM initiative_territories WHERE territory_id = new.id));
    END IF;
  ELSIF tg_op = 'INSERT' THEN PERFORM initiative_placed(ARRAY[new.initiative_id]);
  ELSE PERFORM initiative_placed(ARRAY[old.initiative_id]);
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER initiative_territories_placed AFTER INSERT OR DELETE ON initiative_territories
  FOR EACH ROW EXECUTE FUNCTION territory_placed();
--> statement-breakpoint
CREATE TRIGGER territories_renamed AFTER UPDATE OF search_text ON territories
  FOR EACH ROW EXECUTE FUNCTION territory_placed();
--> statement-breakpoint
ALTER TABLE actor_search ADD COLUMN vector tsvector GENERATED ALWAYS AS
  (to_tsvector('simple', words) || to_tsvector('french', words)) STORED;
--> statement-breakpoint
CREATE INDEX actor_search_vector ON actor_search USING gin (vector);
--> statement-breakpoint
CREATE FUNCTION actor_findable() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF tg_op = 'INSERT' THEN
    INSERT INTO actor_search (actor_id, words) VALUES (new.id, new.search_text);
  ELSIF old.search_text <> new.search_text OR old.visibility <> new.visibility THEN
    UPDATE actor_search SET words = new.search_text WHERE actor_id = new.id;
    PERFORM initiative_named(ARRAY(SELECT initiative_id FROM participations WHERE actor_id = new.id AND state = 'accepted'));
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER actors_findable AFTER INSERT OR UPDATE OF search_text, visibility ON actors
  FOR EACH ROW EXECUTE FUNCTION actor_findable();
--> statement-breakpoint
-- Whoever listens is told of each commit that says something in the journal; several in one commit are told once.
CREATE FUNCTION journal_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('sillon_journal', '');
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER journal_told AFTER INSERT ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_told();
--> statement-breakpoint
-- What was there before.
INSERT INTO initiative_counts (status, stage, visibility, year, many)
  SELECT status, stage, visibility, left(stage_since, 4), count(*) FROM initiatives
  WHERE merged_into_id IS NULL GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
INSERT INTO initiative_search (initiative_id, own, places, public_names, network_names, hidden_names)
  SELECT i.id, i.search_text, coalesce(p.places, ''), coalesce(n.public_names, ''), coalesce(n.network_names, ''), coalesce(n.hidden_names, '')
  FROM initiatives i LEFT JOIN initiative_places p ON p.initiative_id = i.id LEFT JOIN initiative_names n ON n.initiative_id = i.id;
--> statement-breakpoint
INSERT INTO actor_search (actor_id, words) SELECT id, search_text FROM actors;
