CREATE TABLE "adopt_pages" (
	"initiative_id" text PRIMARY KEY NOT NULL,
	"is_published" boolean DEFAULT false NOT NULL,
	"takes" text DEFAULT '' NOT NULL,
	"steps" text DEFAULT '' NOT NULL,
	"ask" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "adoption_contacts" (
	"adoption_id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "adoption_steps" (
	"id" text PRIMARY KEY NOT NULL,
	"adoption_id" text NOT NULL,
	"status" text NOT NULL,
	"effective_on" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"evidence" text DEFAULT '' NOT NULL,
	"document_id" text,
	"supersedes_id" text,
	"by_account_id" text,
	"capacity" text,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"sequence" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "adoptions" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"taker_id" text,
	"taker_name" text DEFAULT '' NOT NULL,
	"taker_kind" text NOT NULL,
	"territory_id" text,
	"status" text NOT NULL,
	"since" text NOT NULL,
	"fidelity" text,
	"adapted" text DEFAULT '' NOT NULL,
	"people_reached" integer,
	"visibility" text NOT NULL,
	"is_confirmed" boolean NOT NULL,
	"message" text DEFAULT '' NOT NULL,
	"declined_at" timestamp (3) with time zone,
	"by_account_id" text,
	"capacity" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "adjustment_feedbacks" (
	"adjustment_id" text NOT NULL,
	"feedback_id" text NOT NULL,
	"told_at" timestamp (3) with time zone,
	CONSTRAINT "adjustment_feedbacks_adjustment_id_feedback_id_pk" PRIMARY KEY("adjustment_id","feedback_id")
);
--> statement-breakpoint
CREATE TABLE "adjustments" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"number" integer NOT NULL,
	"what" text NOT NULL,
	"state" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"decided_on" text NOT NULL,
	"done_on" text,
	"solution_version_id" text,
	"visibility" text NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_contacts" (
	"feedback_id" text PRIMARY KEY NOT NULL,
	"address" text NOT NULL,
	"language" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_forms" (
	"pilot_id" text PRIMARY KEY NOT NULL,
	"questions" jsonb NOT NULL,
	"introduction_fr" text DEFAULT '' NOT NULL,
	"introduction_en" text DEFAULT '' NOT NULL,
	"consent_fr" text NOT NULL,
	"consent_en" text NOT NULL,
	"consent_version" integer DEFAULT 1 NOT NULL,
	"is_open" boolean DEFAULT false NOT NULL,
	"is_once_per_person" boolean DEFAULT true NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feedback_links" (
	"id" text PRIMARY KEY NOT NULL,
	"pilot_id" text NOT NULL,
	"token" text NOT NULL,
	"label" text NOT NULL,
	"taker_kind" text,
	"most" integer NOT NULL,
	"taken" integer DEFAULT 0 NOT NULL,
	"by_account_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "feedbacks" (
	"id" text PRIMARY KEY NOT NULL,
	"pilot_id" text NOT NULL,
	"number" integer NOT NULL,
	"taker_kind" text NOT NULL,
	"way" text NOT NULL,
	"actor_id" text,
	"link_id" text,
	"person_key" text,
	"once_key" text,
	"given_on" text NOT NULL,
	"tested" text DEFAULT '' NOT NULL,
	"adequacy" integer,
	"helps" text DEFAULT '' NOT NULL,
	"hinders" text DEFAULT '' NOT NULL,
	"to_change" text DEFAULT '' NOT NULL,
	"answers" jsonb NOT NULL,
	"language" text NOT NULL,
	"consent_version" integer,
	"entered_by_id" text,
	"capacity" text,
	"received_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone,
	"withdrawn_reason" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indicator_values" (
	"id" text PRIMARY KEY NOT NULL,
	"indicator_id" text NOT NULL,
	"kind" text NOT NULL,
	"value" text NOT NULL,
	"effective_on" text NOT NULL,
	"pilot_id" text,
	"source" text DEFAULT '' NOT NULL,
	"document_id" text,
	"supersedes_id" text,
	"is_void" boolean DEFAULT false NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "indicators" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"name" text NOT NULL,
	"unit" text DEFAULT '' NOT NULL,
	"benefits" text NOT NULL,
	"is_more_better" boolean DEFAULT true NOT NULL,
	"visibility" text NOT NULL,
	"by_account_id" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "pilot_indicators" (
	"pilot_id" text NOT NULL,
	"indicator_id" text NOT NULL,
	CONSTRAINT "pilot_indicators_pilot_id_indicator_id_pk" PRIMARY KEY("pilot_id","indicator_id")
);
--> statement-breakpoint
CREATE TABLE "pilots" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"state" text NOT NULL,
	"solution_version_id" text,
	"starts_on" text NOT NULL,
	"ends_on" text NOT NULL,
	"place" text DEFAULT '' NOT NULL,
	"territory_id" text,
	"responsible" text DEFAULT '' NOT NULL,
	"ethics" text DEFAULT '' NOT NULL,
	"consent" text DEFAULT '' NOT NULL,
	"findings" text DEFAULT '' NOT NULL,
	"negative_effects" text DEFAULT '' NOT NULL,
	"give_up_reason" text DEFAULT '' NOT NULL,
	"visibility" text NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "solution_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"since" text NOT NULL,
	"by_account_id" text,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grid_assessments" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"grid_id" text NOT NULL,
	"by_account_id" text NOT NULL,
	"capacity" text NOT NULL,
	"scores" jsonb NOT NULL,
	"is_submitted" boolean DEFAULT false NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grid_decisions" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"grid_id" text NOT NULL,
	"outcome" text NOT NULL,
	"reason" text NOT NULL,
	"decided_on" text NOT NULL,
	"is_public" boolean NOT NULL,
	"summary" jsonb NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grid_remarks" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"grid_id" text NOT NULL,
	"words" text NOT NULL,
	"by_account_id" text NOT NULL,
	"capacity" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "grids" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"number" integer NOT NULL,
	"kind" text NOT NULL,
	"name_fr" text NOT NULL,
	"name_en" text DEFAULT '' NOT NULL,
	"criteria" jsonb NOT NULL,
	"by_account_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "pilots_planned" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "pilots_finished" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "feedback_adopters" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "feedback_beneficiaries" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "adjustments_traced" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "indicators_compared" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "collective_results" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "negative_effects" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "adoption_intents" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "adoption_trials" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "adoptions_integrated" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "beneficiary_use_since" text;--> statement-breakpoint
ALTER TABLE "adopt_pages" ADD CONSTRAINT "adopt_pages_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoption_contacts" ADD CONSTRAINT "adoption_contacts_adoption_id_adoptions_id_fk" FOREIGN KEY ("adoption_id") REFERENCES "public"."adoptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoption_steps" ADD CONSTRAINT "adoption_steps_adoption_id_adoptions_id_fk" FOREIGN KEY ("adoption_id") REFERENCES "public"."adoptions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoptions" ADD CONSTRAINT "adoptions_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoptions" ADD CONSTRAINT "adoptions_taker_id_actors_id_fk" FOREIGN KEY ("taker_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adoptions" ADD CONSTRAINT "adoptions_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustment_feedbacks" ADD CONSTRAINT "adjustment_feedbacks_adjustment_id_adjustments_id_fk" FOREIGN KEY ("adjustment_id") REFERENCES "public"."adjustments"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustment_feedbacks" ADD CONSTRAINT "adjustment_feedbacks_feedback_id_feedbacks_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "public"."feedbacks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "adjustments" ADD CONSTRAINT "adjustments_solution_version_id_solution_versions_id_fk" FOREIGN KEY ("solution_version_id") REFERENCES "public"."solution_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_contacts" ADD CONSTRAINT "feedback_contacts_feedback_id_feedbacks_id_fk" FOREIGN KEY ("feedback_id") REFERENCES "public"."feedbacks"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_forms" ADD CONSTRAINT "feedback_forms_pilot_id_pilots_id_fk" FOREIGN KEY ("pilot_id") REFERENCES "public"."pilots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedback_links" ADD CONSTRAINT "feedback_links_pilot_id_pilots_id_fk" FOREIGN KEY ("pilot_id") REFERENCES "public"."pilots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedbacks" ADD CONSTRAINT "feedbacks_pilot_id_pilots_id_fk" FOREIGN KEY ("pilot_id") REFERENCES "public"."pilots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedbacks" ADD CONSTRAINT "feedbacks_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "feedbacks" ADD CONSTRAINT "feedbacks_link_id_feedback_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."feedback_links"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicator_values" ADD CONSTRAINT "indicator_values_indicator_id_indicators_id_fk" FOREIGN KEY ("indicator_id") REFERENCES "public"."indicators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "indicators" ADD CONSTRAINT "indicators_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pilot_indicators" ADD CONSTRAINT "pilot_indicators_pilot_id_pilots_id_fk" FOREIGN KEY ("pilot_id") REFERENCES "public"."pilots"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pilot_indicators" ADD CONSTRAINT "pilot_indicators_indicator_id_indicators_id_fk" FOREIGN KEY ("indicator_id") REFERENCES "public"."indicators"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pilots" ADD CONSTRAINT "pilots_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pilots" ADD CONSTRAINT "pilots_solution_version_id_solution_versions_id_fk" FOREIGN KEY ("solution_version_id") REFERENCES "public"."solution_versions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pilots" ADD CONSTRAINT "pilots_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "solution_versions" ADD CONSTRAINT "solution_versions_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_assessments" ADD CONSTRAINT "grid_assessments_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_assessments" ADD CONSTRAINT "grid_assessments_grid_id_grids_id_fk" FOREIGN KEY ("grid_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_decisions" ADD CONSTRAINT "grid_decisions_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_decisions" ADD CONSTRAINT "grid_decisions_grid_id_grids_id_fk" FOREIGN KEY ("grid_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_remarks" ADD CONSTRAINT "grid_remarks_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "grid_remarks" ADD CONSTRAINT "grid_remarks_grid_id_grids_id_fk" FOREIGN KEY ("grid_id") REFERENCES "public"."grids"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "adoption_steps_sequence" ON "adoption_steps" USING btree ("adoption_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "adoption_steps_supersedes" ON "adoption_steps" USING btree ("supersedes_id");--> statement-breakpoint
CREATE INDEX "adoptions_initiative" ON "adoptions" USING btree ("initiative_id","status");--> statement-breakpoint
CREATE INDEX "adoptions_taker" ON "adoptions" USING btree ("taker_id");--> statement-breakpoint
CREATE INDEX "adoptions_territory" ON "adoptions" USING btree ("territory_id");--> statement-breakpoint
CREATE INDEX "adjustment_feedbacks_feedback" ON "adjustment_feedbacks" USING btree ("feedback_id");--> statement-breakpoint
CREATE UNIQUE INDEX "adjustments_number" ON "adjustments" USING btree ("initiative_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "feedback_links_token" ON "feedback_links" USING btree ("token");--> statement-breakpoint
CREATE INDEX "feedback_links_pilot" ON "feedback_links" USING btree ("pilot_id");--> statement-breakpoint
CREATE UNIQUE INDEX "feedbacks_number" ON "feedbacks" USING btree ("pilot_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "feedbacks_person" ON "feedbacks" USING btree ("pilot_id","person_key") WHERE "feedbacks"."person_key" is not null and "feedbacks"."withdrawn_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "feedbacks_once" ON "feedbacks" USING btree ("pilot_id","once_key");--> statement-breakpoint
CREATE INDEX "indicator_values_indicator" ON "indicator_values" USING btree ("indicator_id","kind","effective_on");--> statement-breakpoint
CREATE UNIQUE INDEX "indicator_values_supersedes" ON "indicator_values" USING btree ("supersedes_id");--> statement-breakpoint
CREATE INDEX "indicators_initiative" ON "indicators" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "pilot_indicators_indicator" ON "pilot_indicators" USING btree ("indicator_id");--> statement-breakpoint
CREATE UNIQUE INDEX "pilots_number" ON "pilots" USING btree ("initiative_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "solution_versions_number" ON "solution_versions" USING btree ("initiative_id","number");--> statement-breakpoint
CREATE UNIQUE INDEX "grid_assessments_once" ON "grid_assessments" USING btree ("initiative_id","grid_id","by_account_id");--> statement-breakpoint
CREATE INDEX "grid_decisions_initiative" ON "grid_decisions" USING btree ("initiative_id","grid_id","recorded_at");--> statement-breakpoint
CREATE INDEX "grid_remarks_initiative" ON "grid_remarks" USING btree ("initiative_id","grid_id","written_at");--> statement-breakpoint
CREATE UNIQUE INDEX "grids_number" ON "grids" USING btree ("slug","number");