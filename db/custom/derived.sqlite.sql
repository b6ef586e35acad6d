-- Counts: every initiative that was not merged into another stands in exactly one of them.
CREATE TRIGGER initiatives_counted AFTER INSERT ON initiatives WHEN new.merged_into_id IS NULL BEGIN
  INSERT INTO initiative_counts (status, stage, visibility, year, many)
    VALUES (new.status, new.stage, new.visibility, substr(new.stage_since, 1, 4), 1)
    ON CONFLICT (status, stage, visibility, year) DO UPDATE SET many = many + 1;
END;
--> statement-breakpoint
CREATE TRIGGER initiatives_discounted AFTER DELETE ON initiatives WHEN old.merged_into_id IS NULL BEGIN
  UPDATE initiative_counts SET many = many - 1
    WHERE status = old.status AND stage = old.stage AND visibility = old.visibility AND year = substr(old.stage_since, 1, 4);
END;
--> statement-breakpoint
CREATE TRIGGER initiatives_left AFTER UPDATE OF status, stage, visibility, stage_since, merged_into_id ON initiatives
WHEN old.merged_into_id IS NULL BEGIN
  UPDATE initiative_counts SET many = many - 1
    WHERE status = old.status AND stage = old.stage AND visibility = old.visibility AND year = substr(old.stage_since, 1, 4);
END;
--> statement-breakpoint
CREATE TRIGGER initiatives_reached AFTER UPDATE OF status, stage, visibility, stage_since, merged_into_id ON initiatives
WHEN new.merged_into_id IS NULL BEGIN
  INSERT INTO initiative_counts (status, stage, visibility, year, many)
    VALUES (new.status, new.stage, new.visibility, substr(new.stage_since, 1, 4), 1)
    ON CONFLICT (status, stage, visibility, year) DO UPDATE SET many = many + 1;
END;
--> statement-breakpoint
-- Words: an initiative, the places it is in, and those who hold a role on it.
CREATE VIRTUAL TABLE initiative_words USING fts5 (
  own, places, public_names, network_names, hidden_names,
  content = 'initiative_search', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = 'column'
);
--> statement-breakpoint
CREATE TRIGGER initiative_search_added AFTER INSERT ON initiative_search BEGIN
  INSERT INTO initiative_words (rowid, own, places, public_names, network_names, hidden_names)
    VALUES (new.number, new.own, new.places, new.public_names, new.network_names, new.hidden_names);
END;
--> statement-breakpoint
CREATE TRIGGER initiative_search_removed AFTER DELETE ON initiative_search BEGIN
  INSERT INTO initiative_words (initiative_words, rowid, own, places, public_names, network_names, hidden_names)
    VALUES ('delete', old.number, old.own, old.places, old.public_names, old.network_names, old.hidden_names);
END;
--> statement-breakpoint
CREATE TRIGGER initiative_search_changed AFTER UPDATE ON initiative_search
WHEN old.own <> new.own OR old.places <> new.places OR old.public_names <> new.public_names
  OR old.network_names <> new.network_names OR old.hidden_names <> new.hidden_names BEGIN
  INSERT INTO initiative_words (initiative_words, rowid, own, places, public_names, network_names, hidden_names)
    VALUES ('delete', old.number, old.own, old.places, old.public_names, old.network_names, old.hidden_names);
  INSERT INTO initiative_words (rowid, own, places, public_names, network_names, hidden_names)
    VALUES (new.number, new.own, new.places, new.public_names, new.network_names, new.hidden_names);
END;
--> statement-breakpoint
CREATE VIEW initiative_names AS
  SELECT p.initiative_id,
    coalesce(group_concat(a.search_text, ' ') FILTER (WHERE a.visibility = 'public'), '') AS public_names,
    coalesce(group_concat(a.search_text, ' ') FILTER (WHERE a.visibility = 'network'), '') AS network_names,
    coalesce(group_concat(a.search_text, ' ') FILTER (WHERE a.visibility NOT IN ('public', 'network')), '') AS hidden_names
  FROM participations p JOIN actors a ON a.id = p.actor_id
  WHERE p.state = 'accepted' GROUP BY p.initiative_id;
--> statement-breakpoint
CREATE VIEW initiative_places AS
  SELECT l.initiative_id, group_concat(t.search_text, ' ') AS places
  FROM initiative_territories l JOIN territories t ON t.id = l.territory_id GROUP BY l.initiative_id;
--> statement-breakpoint
CREATE TRIGGER initiatives_findable AFTER INSERT ON initiatives BEGIN
  INSERT INTO initiative_search (initiative_id, own) VALUES (new.id, new.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER initiatives_reworded AFTER UPDATE OF search_text ON initiatives WHEN old.search_text <> new.search_text BEGIN
  UPDATE initiative_search SET own = new.search_text WHERE initiative_id = new.id;
END;
--> statement-breakpoint
CREATE TRIGGER participations_named AFTER INSERT ON participations WHEN new.state = 'accepted' BEGIN
  UPDATE initiative_search SET (public_names, network_names, hidden_names) =
    (SELECT public_names, network_names, hidden_names FROM initiative_names WHERE initiative_id = new.initiative_id)
    WHERE initiative_id = new.initiative_id;
END;
--> statement-breakpoint
CREATE TRIGGER participations_renamed AFTER UPDATE OF state, actor_id, initiative_id ON participations
WHEN old.state = 'accepted' OR new.state = 'accepted' BEGIN
  UPDATE initiative_search SET (public_names, network_names, hidden_names) =
    (SELECT coalesce(max(n.public_names), ''), coalesce(max(n.network_names), ''), coalesce(max(n.hidden_names), '')
       FROM initiative_names n WHERE n.initiative_id = initiative_search.initiative_id)
    WHERE initiative_id IN (old.initiative_id, new.initiative_id);
END;
--> statement-breakpoint
CREATE TRIGGER participations_unnamed AFTER DELETE ON participations WHEN old.state = 'accepted' BEGIN
  UPDATE initiative_search SET (public_names, network_names, hidden_names) =
    (SELECT coalesce(max(n.public_names), ''), coalesce(max(n.network_names), ''), coalesce(max(n.hidden_names), '')
       FROM initiative_names n WHERE n.initiative_id = initiative_search.initiative_id)
    WHERE initiative_id = old.initiative_id;
END;
--> statement-breakpoint
CREATE TRIGGER initiative_territories_added AFTER INSERT ON initiative_territories BEGIN
  UPDATE initiative_search SET places = (SELECT places FROM initiative_places WHERE initiative_id = new.initiative_id)
    WHERE initiative_id = new.initiative_id;
END;
--> statement-breakpoint
CREATE TRIGGER initiative_territories_removed AFTER DELETE ON initiative_territories BEGIN
  UPDATE initiative_search
    SET places = coalesce((SELECT places FROM initiative_places WHERE initiative_id = old.initiative_id), '')
    WHERE initiative_id = old.initiative_id;
END;
--> statement-breakpoint
CREATE TRIGGER territories_renamed AFTER UPDATE OF search_text ON territories WHEN old.search_text <> new.search_text BEGIN
  UPDATE initiative_search
    SET places = coalesce((SELECT p.places FROM initiative_places p WHERE p.initiative_id = initiative_search.initiative_id), '')
    WHERE initiative_id IN (SELECT initiative_id FROM initiative_territories WHERE territory_id = new.id);
END;
--> statement-breakpoint
CREATE VIRTUAL TABLE actor_words USING fts5 (
  words, content = 'actor_search', content_rowid = 'number',
  tokenize = 'unicode61 remove_diacritics 0', prefix = '2 3', detail = 'column'
);
--> statement-breakpoint
CREATE TRIGGER actor_search_added AFTER INSERT ON actor_search BEGIN
  INSERT INTO actor_words (rowid, words) VALUES (new.number, new.words);
END;
--> statement-breakpoint
CREATE TRIGGER actor_search_removed AFTER DELETE ON actor_search BEGIN
  INSERT INTO actor_words (actor_words, rowid, words) VALUES ('delete', old.number, old.words);
END;
--> statement-breakpoint
CREATE TRIGGER actor_search_changed AFTER UPDATE ON actor_search WHEN old.words <> new.words BEGIN
  INSERT INTO actor_words (actor_words, rowid, words) VALUES ('delete', old.number, old.words);
  INSERT INTO actor_words (rowid, words) VALUES (new.number, new.words);
END;
--> statement-breakpoint
CREATE TRIGGER actors_findable AFTER INSERT ON actors BEGIN
  INSERT INTO actor_search (actor_id, words) VALUES (new.id, new.search_text);
END;
--> statement-breakpoint
CREATE TRIGGER actors_renamed AFTER UPDATE OF search_text, visibility ON actors
WHEN old.search_text <> new.search_text OR old.visibility <> new.visibility BEGIN
  UPDATE actor_search SET words = new.search_text WHERE actor_id = new.id;
  UPDATE initiative_search SET (public_names, network_names, hidden_names) =
    (SELECT n.public_names, n.network_names, n.hidden_names
       FROM initiative_names n WHERE n.initiative_id = initiative_search.initiative_id)
    WHERE initiative_id IN (SELECT initiative_id FROM participations WHERE actor_id = new.id AND state = 'accepted');
END;
--> statement-breakpoint
-- What was there before.
INSERT INTO initiative_counts (status, stage, visibility, year, many)
  SELECT status, stage, visibility, substr(stage_since, 1, 4), count(*) FROM initiatives
  WHERE merged_into_id IS NULL GROUP BY 1, 2, 3, 4;
--> statement-breakpoint
INSERT INTO initiative_search (initiative_id, own, places, public_names, network_names, hidden_names)
  SELECT i.id, i.search_text, coalesce(p.places, ''), coalesce(n.public_names, ''), coalesce(n.network_names, ''), coalesce(n.hidden_names, '')
  FROM initiatives i LEFT JOIN initiative_places p ON p.initiative_id = i.id LEFT JOIN initiative_names n ON n.initiative_id = i.id;
--> statement-breakpoint
INSERT INTO actor_search (actor_id, words) SELECT id, search_text FROM actors;
