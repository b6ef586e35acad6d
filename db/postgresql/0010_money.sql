CREATE TABLE "communications" (
	"id" text PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"by_account_id" text,
	"capacity" text,
	"what" text NOT NULL,
	"format" text NOT NULL,
	"filter" text DEFAULT '' NOT NULL,
	"purpose" text DEFAULT '' NOT NULL,
	"recipients" text DEFAULT '' NOT NULL,
	"holds_persons" boolean NOT NULL,
	"rows" integer
);
--> statement-breakpoint
CREATE TABLE "desk_visits" (
	"account_id" text PRIMARY KEY NOT NULL,
	"seen_until" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "exchange_rates" (
	"id" text PRIMARY KEY NOT NULL,
	"from_currency" text NOT NULL,
	"to_currency" text NOT NULL,
	"rate" text NOT NULL,
	"effective_on" text NOT NULL,
	"source" text NOT NULL,
	"by_account_id" text,
	"recorded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "funding_instalments" (
	"id" text PRIMARY KEY NOT NULL,
	"funding_id" text NOT NULL,
	"due_on" text NOT NULL,
	"cents" bigint NOT NULL,
	"condition" text DEFAULT '' NOT NULL,
	"by_account_id" text,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "funding_rows" (
	"id" text PRIMARY KEY NOT NULL,
	"funding_id" text NOT NULL,
	"status" text NOT NULL,
	"effective_on" text NOT NULL,
	"cents" bigint NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"amends_id" text,
	"supersedes_id" text,
	"instalment_id" text,
	"document_id" text,
	"visibility" text NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"sequence" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "fundings" (
	"id" text PRIMARY KEY NOT NULL,
	"funder_id" text NOT NULL,
	"initiative_id" text,
	"edition_id" text,
	"kind" text NOT NULL,
	"currency" text NOT NULL,
	"purpose" text NOT NULL,
	"agreement_reference" text DEFAULT '' NOT NULL,
	"conditions" text DEFAULT '' NOT NULL,
	"visibility" text NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "editions" (
	"id" text PRIMARY KEY NOT NULL,
	"programme_id" text NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"theme" text DEFAULT '' NOT NULL,
	"starts_on" text NOT NULL,
	"ends_on" text,
	"envelope_cents" bigint,
	"currency" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enrolments" (
	"id" text PRIMARY KEY NOT NULL,
	"edition_id" text NOT NULL,
	"initiative_id" text NOT NULL,
	"since" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programmes" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"visibility" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "progress_plans" (
	"id" text PRIMARY KEY NOT NULL,
	"funding_id" text NOT NULL,
	"frequency" text NOT NULL,
	"starts_on" text NOT NULL,
	"ends_on" text,
	"delay_days" integer NOT NULL,
	"fiscal_start" text DEFAULT '04-01' NOT NULL,
	"template" jsonb NOT NULL,
	"by_account_id" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "progress_remarks" (
	"id" text PRIMARY KEY NOT NULL,
	"progress_report_id" text NOT NULL,
	"kind" text NOT NULL,
	"words" text NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "progress_reminders" (
	"id" text PRIMARY KEY NOT NULL,
	"progress_report_id" text NOT NULL,
	"days" integer NOT NULL,
	"queued_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "progress_reports" (
	"id" text PRIMARY KEY NOT NULL,
	"plan_id" text NOT NULL,
	"period_from" text NOT NULL,
	"period_until" text NOT NULL,
	"due_on" text NOT NULL,
	"state" text NOT NULL,
	"template" jsonb NOT NULL,
	"answers" jsonb NOT NULL,
	"prefilled" jsonb NOT NULL,
	"skip_reason" text DEFAULT '' NOT NULL,
	"submitted_at" timestamp (3) with time zone,
	"submitted_by_id" text,
	"settled_at" timestamp (3) with time zone,
	"settled_by_id" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_answers" (
	"id" text PRIMARY KEY NOT NULL,
	"question_id" text NOT NULL,
	"words" text NOT NULL,
	"by_account_id" text NOT NULL,
	"capacity" text NOT NULL,
	"answered_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_links" (
	"id" text PRIMARY KEY NOT NULL,
	"version_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"label" text NOT NULL,
	"by_account_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone,
	"openings" integer DEFAULT 0 NOT NULL,
	"last_opened_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "report_mailings" (
	"id" text PRIMARY KEY NOT NULL,
	"report_id" text NOT NULL,
	"frequency" text NOT NULL,
	"next_on" text NOT NULL,
	"recipients" jsonb NOT NULL,
	"purpose" text NOT NULL,
	"is_over" boolean DEFAULT false NOT NULL,
	"by_account_id" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_questions" (
	"id" text PRIMARY KEY NOT NULL,
	"report_id" text NOT NULL,
	"version_id" text,
	"about" text DEFAULT '' NOT NULL,
	"initiative_id" text,
	"words" text NOT NULL,
	"by_account_id" text NOT NULL,
	"actor_id" text,
	"asked_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_readings" (
	"id" text PRIMARY KEY NOT NULL,
	"version_id" text NOT NULL,
	"kind" text NOT NULL,
	"actor_id" text,
	"by_account_id" text NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"read_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_sendings" (
	"id" text PRIMARY KEY NOT NULL,
	"mailing_id" text NOT NULL,
	"due_on" text NOT NULL,
	"version_id" text,
	"sent_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "report_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"report_id" text NOT NULL,
	"number" integer NOT NULL,
	"title" text NOT NULL,
	"sight" text NOT NULL,
	"actor_id" text,
	"as_of" text NOT NULL,
	"known_at" timestamp (3) with time zone NOT NULL,
	"changes" text DEFAULT '' NOT NULL,
	"content" text NOT NULL,
	"hash" text NOT NULL,
	"by_account_id" text,
	"published_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reports" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"sight" text NOT NULL,
	"actor_id" text,
	"query" jsonb NOT NULL,
	"by_account_id" text,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL,
	"archived_at" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD COLUMN "funding_sources" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "initiatives" ADD COLUMN "is_excluded" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "desk_visits" ADD CONSTRAINT "desk_visits_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funding_instalments" ADD CONSTRAINT "funding_instalments_funding_id_fundings_id_fk" FOREIGN KEY ("funding_id") REFERENCES "public"."fundings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "funding_rows" ADD CONSTRAINT "funding_rows_funding_id_fundings_id_fk" FOREIGN KEY ("funding_id") REFERENCES "public"."fundings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fundings" ADD CONSTRAINT "fundings_funder_id_actors_id_fk" FOREIGN KEY ("funder_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fundings" ADD CONSTRAINT "fundings_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "fundings" ADD CONSTRAINT "fundings_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "editions" ADD CONSTRAINT "editions_programme_id_programmes_id_fk" FOREIGN KEY ("programme_id") REFERENCES "public"."programmes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_edition_id_editions_id_fk" FOREIGN KEY ("edition_id") REFERENCES "public"."editions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "enrolments" ADD CONSTRAINT "enrolments_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_plans" ADD CONSTRAINT "progress_plans_funding_id_fundings_id_fk" FOREIGN KEY ("funding_id") REFERENCES "public"."fundings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_remarks" ADD CONSTRAINT "progress_remarks_progress_report_id_progress_reports_id_fk" FOREIGN KEY ("progress_report_id") REFERENCES "public"."progress_reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_reminders" ADD CONSTRAINT "progress_reminders_progress_report_id_progress_reports_id_fk" FOREIGN KEY ("progress_report_id") REFERENCES "public"."progress_reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "progress_reports" ADD CONSTRAINT "progress_reports_plan_id_progress_plans_id_fk" FOREIGN KEY ("plan_id") REFERENCES "public"."progress_plans"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_answers" ADD CONSTRAINT "report_answers_question_id_report_questions_id_fk" FOREIGN KEY ("question_id") REFERENCES "public"."report_questions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_links" ADD CONSTRAINT "report_links_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_mailings" ADD CONSTRAINT "report_mailings_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_questions" ADD CONSTRAINT "report_questions_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_questions" ADD CONSTRAINT "report_questions_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_questions" ADD CONSTRAINT "report_questions_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_readings" ADD CONSTRAINT "report_readings_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_readings" ADD CONSTRAINT "report_readings_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_sendings" ADD CONSTRAINT "report_sendings_mailing_id_report_mailings_id_fk" FOREIGN KEY ("mailing_id") REFERENCES "public"."report_mailings"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_sendings" ADD CONSTRAINT "report_sendings_version_id_report_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."report_versions"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "report_versions" ADD CONSTRAINT "report_versions_report_id_reports_id_fk" FOREIGN KEY ("report_id") REFERENCES "public"."reports"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reports" ADD CONSTRAINT "reports_by_account_id_accounts_id_fk" FOREIGN KEY ("by_account_id") REFERENCES "public"."accounts"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "communications_at" ON "communications" USING btree ("at");--> statement-breakpoint
CREATE INDEX "exchange_rates_pair" ON "exchange_rates" USING btree ("from_currency","to_currency","effective_on");--> statement-breakpoint
CREATE INDEX "funding_instalments_funding" ON "funding_instalments" USING btree ("funding_id","due_on");--> statement-breakpoint
CREATE UNIQUE INDEX "funding_rows_sequence" ON "funding_rows" USING btree ("funding_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "funding_rows_supersedes" ON "funding_rows" USING btree ("supersedes_id");--> statement-breakpoint
CREATE INDEX "funding_rows_document" ON "funding_rows" USING btree ("document_id") WHERE "funding_rows"."document_id" is not null;--> statement-breakpoint
CREATE INDEX "fundings_initiative" ON "fundings" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "fundings_edition" ON "fundings" USING btree ("edition_id");--> statement-breakpoint
CREATE INDEX "fundings_funder" ON "fundings" USING btree ("funder_id");--> statement-breakpoint
CREATE UNIQUE INDEX "editions_slug" ON "editions" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "editions_programme" ON "editions" USING btree ("programme_id","starts_on");--> statement-breakpoint
CREATE UNIQUE INDEX "enrolments_once" ON "enrolments" USING btree ("edition_id","initiative_id");--> statement-breakpoint
CREATE INDEX "enrolments_initiative" ON "enrolments" USING btree ("initiative_id");--> statement-breakpoint
CREATE UNIQUE INDEX "programmes_slug" ON "programmes" USING btree ("slug");--> statement-breakpoint
CREATE UNIQUE INDEX "progress_plans_funding" ON "progress_plans" USING btree ("funding_id");--> statement-breakpoint
CREATE INDEX "progress_remarks_report" ON "progress_remarks" USING btree ("progress_report_id","written_at");--> statement-breakpoint
CREATE UNIQUE INDEX "progress_reminders_once" ON "progress_reminders" USING btree ("progress_report_id","days");--> statement-breakpoint
CREATE UNIQUE INDEX "progress_reports_period" ON "progress_reports" USING btree ("plan_id","period_from");--> statement-breakpoint
CREATE INDEX "progress_reports_due" ON "progress_reports" USING btree ("state","due_on");--> statement-breakpoint
CREATE INDEX "report_answers_question" ON "report_answers" USING btree ("question_id","answered_at");--> statement-breakpoint
CREATE UNIQUE INDEX "report_links_token" ON "report_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "report_links_version" ON "report_links" USING btree ("version_id");--> statement-breakpoint
CREATE INDEX "report_mailings_next" ON "report_mailings" USING btree ("is_over","next_on");--> statement-breakpoint
CREATE INDEX "report_mailings_report" ON "report_mailings" USING btree ("report_id");--> statement-breakpoint
CREATE INDEX "report_questions_report" ON "report_questions" USING btree ("report_id","asked_at");--> statement-breakpoint
CREATE INDEX "report_questions_initiative" ON "report_questions" USING btree ("initiative_id");--> statement-breakpoint
CREATE UNIQUE INDEX "report_readings_once" ON "report_readings" USING btree ("version_id","by_account_id","kind");--> statement-breakpoint
CREATE UNIQUE INDEX "report_sendings_once" ON "report_sendings" USING btree ("mailing_id","due_on");--> statement-breakpoint
CREATE UNIQUE INDEX "report_versions_number" ON "report_versions" USING btree ("report_id","number");--> statement-breakpoint
CREATE INDEX "report_versions_published" ON "report_versions" USING btree ("published_at");--> statement-breakpoint
CREATE UNIQUE INDEX "reports_slug" ON "reports" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "reports_actor" ON "reports" USING btree ("actor_id");--> statement-breakpoint
CREATE INDEX "reports_author" ON "reports" USING btree ("by_account_id");