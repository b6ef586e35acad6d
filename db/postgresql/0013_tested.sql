-- Proofs: what pilots, feedback and adoptions say to the gates of an initiative (M4, R1 to R5, A1, A2, A6).
CREATE VIEW initiative_tested AS
  SELECT i.id AS initiative_id,
    (SELECT count(*) FROM pilots p WHERE p.initiative_id = i.id AND p.state <> 'given_up' AND p.responsible <> ''
      AND (p.place <> '' OR p.territory_id IS NOT NULL) AND EXISTS (SELECT 1 FROM pilot_indicators q
        JOIN indicators n ON n.id = q.indicator_id WHERE q.pilot_id = p.id AND n.withdrawn_at IS NULL
        AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'baseline' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = false))) AS pilots_planned,
    (SELECT count(*) FROM pilots p WHERE p.initiative_id = i.id AND p.state = 'finished') AS pilots_finished,
    (SELECT count(*) FROM feedbacks f JOIN pilots p ON p.id = f.pilot_id WHERE p.initiative_id = i.id
      AND f.withdrawn_at IS NULL AND f.taker_kind = 'adopter') AS feedback_adopters,
    (SELECT count(*) FROM feedbacks f JOIN pilots p ON p.id = f.pilot_id WHERE p.initiative_id = i.id
      AND f.withdrawn_at IS NULL AND f.taker_kind = 'beneficiary') AS feedback_beneficiaries,
    (SELECT count(*) FROM adjustments a WHERE a.initiative_id = i.id AND a.state <> 'refused'
      AND EXISTS (SELECT 1 FROM adjustment_feedbacks l WHERE l.adjustment_id = a.id)) AS adjustments_traced,
    (SELECT count(*) FROM indicators n WHERE n.initiative_id = i.id AND n.withdrawn_at IS NULL
      AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'baseline' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = false) AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'result' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = false)) AS indicators_compared,
    (SELECT count(*) FROM indicators n WHERE n.initiative_id = i.id AND n.withdrawn_at IS NULL
      AND n.benefits = 'collective' AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'result' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = false)) AS collective_results,
    (SELECT count(*) FROM pilots p WHERE p.initiative_id = i.id AND p.state = 'finished'
      AND p.negative_effects <> '') AS negative_effects,
    (SELECT count(*) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = true
      AND a.status IN ('intent', 'trial', 'integrated')) AS adoption_intents,
    (SELECT count(*) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = true
      AND a.status IN ('trial', 'integrated')) AS adoption_trials,
    (SELECT count(*) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = true
      AND a.status = 'integrated' AND a.taker_kind = 'adopter') AS adoptions_integrated,
    (SELECT min(a.since) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = true
      AND a.status IN ('trial', 'integrated') AND a.taker_kind = 'beneficiary') AS beneficiary_use_since
  FROM initiatives i;
--> statement-breakpoint
CREATE FUNCTION initiative_tested_anew(one text, other text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (one, other) ORDER BY initiative_id
    ON CONFLICT (initiative_id) DO UPDATE SET
      pilots_planned = excluded.pilots_planned,
      pilots_finished = excluded.pilots_finished,
      feedback_adopters = excluded.feedback_adopters,
      feedback_beneficiaries = excluded.feedback_beneficiaries,
      adjustments_traced = excluded.adjustments_traced,
      indicators_compared = excluded.indicators_compared,
      collective_results = excluded.collective_results,
      negative_effects = excluded.negative_effects,
      adoption_intents = excluded.adoption_intents,
      adoption_trials = excluded.adoption_trials,
      adoptions_integrated = excluded.adoptions_integrated,
      beneficiary_use_since = excluded.beneficiary_use_since;
$$;
--> statement-breakpoint
CREATE FUNCTION pilots_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN old.initiative_id END, CASE WHEN tg_op <> 'DELETE' THEN new.initiative_id END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pilots_prove AFTER INSERT OR UPDATE OR DELETE ON pilots FOR EACH ROW EXECUTE FUNCTION pilots_proving();
--> statement-breakpoint
CREATE FUNCTION indicators_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN old.initiative_id END, CASE WHEN tg_op <> 'DELETE' THEN new.initiative_id END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER indicators_prove AFTER INSERT OR UPDATE OR DELETE ON indicators FOR EACH ROW EXECUTE FUNCTION indicators_proving();
--> statement-breakpoint
CREATE FUNCTION adjustments_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN old.initiative_id END, CASE WHEN tg_op <> 'DELETE' THEN new.initiative_id END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER adjustments_prove AFTER INSERT OR UPDATE OR DELETE ON adjustments FOR EACH ROW EXECUTE FUNCTION adjustments_proving();
--> statement-breakpoint
CREATE FUNCTION adoptions_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN old.initiative_id END, CASE WHEN tg_op <> 'DELETE' THEN new.initiative_id END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER adoptions_prove AFTER INSERT OR UPDATE OR DELETE ON adoptions FOR EACH ROW EXECUTE FUNCTION adoptions_proving();
--> statement-breakpoint
CREATE FUNCTION feedbacks_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN (SELECT initiative_id FROM pilots WHERE id = old.pilot_id) END, CASE WHEN tg_op <> 'DELETE' THEN (SELECT initiative_id FROM pilots WHERE id = new.pilot_id) END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER feedbacks_prove AFTER INSERT OR UPDATE OR DELETE ON feedbacks FOR EACH ROW EXECUTE FUNCTION feedbacks_proving();
--> statement-breakpoint
CREATE FUNCTION pilot_indicators_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN (SELECT initiative_id FROM pilots WHERE id = old.pilot_id) END, CASE WHEN tg_op <> 'DELETE' THEN (SELECT initiative_id FROM pilots WHERE id = new.pilot_id) END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER pilot_indicators_prove AFTER INSERT OR DELETE ON pilot_indicators FOR EACH ROW EXECUTE FUNCTION pilot_indicators_proving();
--> statement-breakpoint
CREATE FUNCTION indicator_values_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN (SELECT initiative_id FROM indicators WHERE id = old.indicator_id) END, CASE WHEN tg_op <> 'DELETE' THEN (SELECT initiative_id FROM indicators WHERE id = new.indicator_id) END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER indicator_values_prove AFTER INSERT OR DELETE ON indicator_values FOR EACH ROW EXECUTE FUNCTION indicator_values_proving();
--> statement-breakpoint
CREATE FUNCTION adjustment_feedbacks_proving() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM initiative_tested_anew(CASE WHEN tg_op <> 'INSERT' THEN (SELECT initiative_id FROM adjustments WHERE id = old.adjustment_id) END, CASE WHEN tg_op <> 'DELETE' THEN (SELECT initiative_id FROM adjustments WHERE id = new.adjustment_id) END);
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER adjustment_feedbacks_prove AFTER INSERT OR DELETE ON adjustment_feedbacks FOR EACH ROW EXECUTE FUNCTION adjustment_feedbacks_proving();
--> statement-breakpoint
CREATE TRIGGER indicator_values_stay BEFORE UPDATE ON indicator_values FOR EACH ROW EXECUTE FUNCTION refuse_as_append_only();
--> statement-breakpoint
CREATE FUNCTION indicator_values_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM indicators WHERE id = old.indicator_id) THEN RAISE EXCEPTION 'indicator_values is append-only'; END IF;
  RETURN old;
END $$;
--> statement-breakpoint
CREATE TRIGGER indicator_values_kept BEFORE DELETE ON indicator_values FOR EACH ROW EXECUTE FUNCTION indicator_values_kept();
--> statement-breakpoint
CREATE TRIGGER adoption_steps_stay BEFORE UPDATE ON adoption_steps FOR EACH ROW EXECUTE FUNCTION refuse_as_append_only();
--> statement-breakpoint
CREATE FUNCTION adoption_steps_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM adoptions WHERE id = old.adoption_id) THEN RAISE EXCEPTION 'adoption_steps is append-only'; END IF;
  RETURN old;
END $$;
--> statement-breakpoint
CREATE TRIGGER adoption_steps_kept BEFORE DELETE ON adoption_steps FOR EACH ROW EXECUTE FUNCTION adoption_steps_kept();
--> statement-breakpoint
CREATE TRIGGER grid_decisions_stay BEFORE UPDATE ON grid_decisions FOR EACH ROW EXECUTE FUNCTION refuse_as_append_only();
