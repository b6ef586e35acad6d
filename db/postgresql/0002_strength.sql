CREATE TABLE "actor_search" (
	"number" serial PRIMARY KEY NOT NULL,
	"actor_id" text NOT NULL,
	"words" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "initiative_counts" (
	"status" text NOT NULL,
	"stage" text NOT NULL,
	"visibility" text NOT NULL,
	"year" text NOT NULL,
	"many" integer NOT NULL,
	CONSTRAINT "initiative_counts_status_stage_visibility_year_pk" PRIMARY KEY("status","stage","visibility","year")
);
--> statement-breakpoint
CREATE TABLE "initiative_search" (
	"number" serial PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"own" text DEFAULT '' NOT NULL,
	"places" text DEFAULT '' NOT NULL,
	"public_names" text DEFAULT '' NOT NULL,
	"network_names" text DEFAULT '' NOT NULL,
	"hidden_names" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
DROP INDEX "jobs_waiting";--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "lane" text DEFAULT 'short' NOT NULL;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "requested_by_id" text;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "progress_done" integer;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "progress_total" integer;--> statement-breakpoint
ALTER TABLE "jobs" ADD COLUMN "outcome" jsonb;--> statement-breakpoint
ALTER TABLE "actor_search" ADD CONSTRAINT "actor_search_actor_id_actors_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."actors"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_search" ADD CONSTRAINT "initiative_search_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "actor_search_actor" ON "actor_search" USING btree ("actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "initiative_search_initiative" ON "initiative_search" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "jobs_kind" ON "jobs" USING btree ("kind","done_at");--> statement-breakpoint
CREATE INDEX "jobs_requested" ON "jobs" USING btree ("requested_by_id","created_at");--> statement-breakpoint
CREATE INDEX "jobs_waiting" ON "jobs" USING btree ("done_at","dead_at","lane","run_at");