-- Proofs: what pilots, feedback and adoptions say to the gates of an initiative (M4, R1 to R5, A1, A2, A6).
CREATE VIEW initiative_tested AS
  SELECT i.id AS initiative_id,
    (SELECT count(*) FROM pilots p WHERE p.initiative_id = i.id AND p.state <> 'given_up' AND p.responsible <> ''
      AND (p.place <> '' OR p.territory_id IS NOT NULL) AND EXISTS (SELECT 1 FROM pilot_indicators q
        JOIN indicators n ON n.id = q.indicator_id WHERE q.pilot_id = p.id AND n.withdrawn_at IS NULL
        AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'baseline' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = 0))) AS pilots_planned,
    (SELECT count(*) FROM pilots p WHERE p.initiative_id = i.id AND p.state = 'finished') AS pilots_finished,
    (SELECT count(*) FROM feedbacks f JOIN pilots p ON p.id = f.pilot_id WHERE p.initiative_id = i.id
      AND f.withdrawn_at IS NULL AND f.taker_kind = 'adopter') AS feedback_adopters,
    (SELECT count(*) FROM feedbacks f JOIN pilots p ON p.id = f.pilot_id WHERE p.initiative_id = i.id
      AND f.withdrawn_at IS NULL AND f.taker_kind = 'beneficiary') AS feedback_beneficiaries,
    (SELECT count(*) FROM adjustments a WHERE a.initiative_id = i.id AND a.state <> 'refused'
      AND EXISTS (SELECT 1 FROM adjustment_feedbacks l WHERE l.adjustment_id = a.id)) AS adjustments_traced,
    (SELECT count(*) FROM indicators n WHERE n.initiative_id = i.id AND n.withdrawn_at IS NULL
      AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'baseline' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = 0) AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'result' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = 0)) AS indicators_compared,
    (SELECT count(*) FROM indicators n WHERE n.initiative_id = i.id AND n.withdrawn_at IS NULL
      AND n.benefits = 'collective' AND EXISTS (SELECT 1 FROM indicator_values v WHERE v.indicator_id = n.id AND v.kind = 'result' AND NOT EXISTS (SELECT 1 FROM indicator_values c WHERE c.supersedes_id = v.id) AND v.is_void = 0)) AS collective_results,
    (SELECT count(*) FROM pilots p WHERE p.initiative_id = i.id AND p.state = 'finished'
      AND p.negative_effects <> '') AS negative_effects,
    (SELECT count(*) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = 1
      AND a.status IN ('intent', 'trial', 'integrated')) AS adoption_intents,
    (SELECT count(*) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = 1
      AND a.status IN ('trial', 'integrated')) AS adoption_trials,
    (SELECT count(*) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = 1
      AND a.status = 'integrated' AND a.taker_kind = 'adopter') AS adoptions_integrated,
    (SELECT min(a.since) FROM adoptions a WHERE a.initiative_id = i.id AND a.is_confirmed = 1
      AND a.status IN ('trial', 'integrated') AND a.taker_kind = 'beneficiary') AS beneficiary_use_since
  FROM initiatives i;
--> statement-breakpoint
CREATE TRIGGER pilots_prove AFTER INSERT ON pilots BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER pilots_prove_otherwise AFTER UPDATE ON pilots BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id, new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER pilots_prove_no_more AFTER DELETE ON pilots BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER indicators_prove AFTER INSERT ON indicators BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER indicators_prove_otherwise AFTER UPDATE ON indicators BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id, new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER indicators_prove_no_more AFTER DELETE ON indicators BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER adjustments_prove AFTER INSERT ON adjustments BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER adjustments_prove_otherwise AFTER UPDATE ON adjustments BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id, new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER adjustments_prove_no_more AFTER DELETE ON adjustments BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER adoptions_prove AFTER INSERT ON adoptions BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER adoptions_prove_otherwise AFTER UPDATE ON adoptions BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id, new.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER adoptions_prove_no_more AFTER DELETE ON adoptions BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN (old.initiative_id)
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
END;
--> statement-breakpoint
CREATE TRIGGER feedbacks_prove AFTER INSERT ON feedbacks BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM pilots WHERE id = new.pilot_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER feedbacks_prove_otherwise AFTER UPDATE ON feedbacks BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM pilots WHERE id = old.pilot_id), (SELECT initiative_id FROM pilots WHERE id = new.pilot_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER feedbacks_prove_no_more AFTER DELETE ON feedbacks BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM pilots WHERE id = old.pilot_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER pilot_indicators_prove AFTER INSERT ON pilot_indicators BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM pilots WHERE id = new.pilot_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER pilot_indicators_prove_no_more AFTER DELETE ON pilot_indicators BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM pilots WHERE id = old.pilot_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER indicator_values_prove AFTER INSERT ON indicator_values BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM indicators WHERE id = new.indicator_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER indicator_values_prove_no_more AFTER DELETE ON indicator_values BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM indicators WHERE id = old.indicator_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER adjustment_feedbacks_prove AFTER INSERT ON adjustment_feedbacks BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM adjustments WHERE id = new.adjustment_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER adjustment_feedbacks_prove_no_more AFTER DELETE ON adjustment_feedbacks BEGIN
  INSERT INTO initiative_proofs (initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since)
    SELECT initiative_id, pilots_planned, pilots_finished, feedback_adopters, feedback_beneficiaries, adjustments_traced, indicators_compared, collective_results, negative_effects, adoption_intents, adoption_trials, adoptions_integrated, beneficiary_use_since FROM initiative_tested WHERE initiative_id IN ((SELECT initiative_id FROM adjustments WHERE id = old.adjustment_id))
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
END;
--> statement-breakpoint
CREATE TRIGGER indicator_values_stay BEFORE UPDATE ON indicator_values BEGIN
  SELECT raise(ABORT, 'indicator_values is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER indicator_values_kept BEFORE DELETE ON indicator_values WHEN EXISTS (SELECT 1 FROM indicators WHERE id = old.indicator_id) BEGIN
  SELECT raise(ABORT, 'indicator_values is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER adoption_steps_stay BEFORE UPDATE ON adoption_steps BEGIN
  SELECT raise(ABORT, 'adoption_steps is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER adoption_steps_kept BEFORE DELETE ON adoption_steps WHEN EXISTS (SELECT 1 FROM adoptions WHERE id = old.adoption_id) BEGIN
  SELECT raise(ABORT, 'adoption_steps is append-only');
END;
--> statement-breakpoint
CREATE TRIGGER grid_decisions_stay BEFORE UPDATE ON grid_decisions BEGIN
  SELECT raise(ABORT, 'grid_decisions is append-only');
END;
