CREATE TABLE "document_search" (
	"number" serial PRIMARY KEY NOT NULL,
	"document_id" text NOT NULL,
	"own" text DEFAULT '' NOT NULL,
	"inside" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_texts" (
	"version_id" text PRIMARY KEY NOT NULL,
	"document_id" text NOT NULL,
	"text" text NOT NULL,
	"words" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "document_themes" (
	"document_id" text NOT NULL,
	"theme_id" text NOT NULL,
	CONSTRAINT "document_themes_document_id_theme_id_pk" PRIMARY KEY("document_id","theme_id")
);
--> statement-breakpoint
CREATE TABLE "document_versions" (
	"id" text PRIMARY KEY NOT NULL,
	"document_id" text NOT NULL,
	"number" integer NOT NULL,
	"url" text DEFAULT '' NOT NULL,
	"file" text,
	"file_name" text DEFAULT '' NOT NULL,
	"media_type" text DEFAULT '' NOT NULL,
	"size" bigint DEFAULT 0 NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"keeps_metadata" boolean DEFAULT false NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"text_state" text NOT NULL,
	"scan_state" text DEFAULT 'unscanned' NOT NULL,
	"pages" integer,
	"thumbnail" text,
	"previews" jsonb,
	"proposed" jsonb
);
--> statement-breakpoint
CREATE TABLE "documents" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"kind" text NOT NULL,
	"title" text NOT NULL,
	"description" text DEFAULT '' NOT NULL,
	"creators" text DEFAULT '' NOT NULL,
	"dated" text DEFAULT '' NOT NULL,
	"language" text DEFAULT 'fr' NOT NULL,
	"licence" text DEFAULT 'all_rights_reserved' NOT NULL,
	"stage" text,
	"visibility" text NOT NULL,
	"named_roles" text DEFAULT ',' NOT NULL,
	"territory_id" text,
	"pictured" text DEFAULT '' NOT NULL,
	"picture_consent" text DEFAULT 'nobody' NOT NULL,
	"transfer_tag" text,
	"is_featured" boolean DEFAULT false NOT NULL,
	"current_version_id" text NOT NULL,
	"by_account_id" text,
	"for_actor_id" text,
	"capacity" text NOT NULL,
	"binned_at" timestamp (3) with time zone,
	"binned_by_id" text,
	"search_text" text NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "dossier_links" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"token_hash" text NOT NULL,
	"label" text NOT NULL,
	"shows" text NOT NULL,
	"by_account_id" text,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"revoked_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "dossier_openings" (
	"id" text PRIMARY KEY NOT NULL,
	"link_id" text NOT NULL,
	"opened_at" timestamp (3) with time zone NOT NULL,
	"what" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "initiative_proofs" (
	"initiative_id" text PRIMARY KEY NOT NULL,
	"agreements" integer DEFAULT 0 NOT NULL,
	"guides" integer DEFAULT 0 NOT NULL,
	"knowledge_kinds" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "knowledge_contributions" (
	"id" text PRIMARY KEY NOT NULL,
	"initiative_id" text NOT NULL,
	"kind" text NOT NULL,
	"sector" text,
	"brought" text NOT NULL,
	"actor_id" text,
	"who" text DEFAULT '' NOT NULL,
	"effect" text DEFAULT '' NOT NULL,
	"document_id" text,
	"contributed_on" text NOT NULL,
	"by_account_id" text,
	"capacity" text NOT NULL,
	"recorded_at" timestamp (3) with time zone NOT NULL,
	"withdrawn_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "collection_documents" (
	"collection_id" text NOT NULL,
	"document_id" text NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "collection_documents_collection_id_document_id_pk" PRIMARY KEY("collection_id","document_id")
);
--> statement-breakpoint
CREATE TABLE "collections" (
	"id" text PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"introduction" text DEFAULT '' NOT NULL,
	"position" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"file" text NOT NULL,
	"file_name" text NOT NULL,
	"size" bigint NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "attestations" ADD COLUMN "document_version_id" text;--> statement-breakpoint
ALTER TABLE "document_search" ADD CONSTRAINT "document_search_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_texts" ADD CONSTRAINT "document_texts_version_id_document_versions_id_fk" FOREIGN KEY ("version_id") REFERENCES "public"."document_versions"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_texts" ADD CONSTRAINT "document_texts_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_themes" ADD CONSTRAINT "document_themes_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_themes" ADD CONSTRAINT "document_themes_theme_id_themes_id_fk" FOREIGN KEY ("theme_id") REFERENCES "public"."themes"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document_versions" ADD CONSTRAINT "document_versions_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "documents" ADD CONSTRAINT "documents_territory_id_territories_id_fk" FOREIGN KEY ("territory_id") REFERENCES "public"."territories"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dossier_links" ADD CONSTRAINT "dossier_links_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "dossier_openings" ADD CONSTRAINT "dossier_openings_link_id_dossier_links_id_fk" FOREIGN KEY ("link_id") REFERENCES "public"."dossier_links"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "initiative_proofs" ADD CONSTRAINT "initiative_proofs_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_contributions" ADD CONSTRAINT "knowledge_contributions_initiative_id_initiatives_id_fk" FOREIGN KEY ("initiative_id") REFERENCES "public"."initiatives"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "knowledge_contributions" ADD CONSTRAINT "knowledge_contributions_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_documents" ADD CONSTRAINT "collection_documents_collection_id_collections_id_fk" FOREIGN KEY ("collection_id") REFERENCES "public"."collections"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "collection_documents" ADD CONSTRAINT "collection_documents_document_id_documents_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."documents"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "uploads" ADD CONSTRAINT "uploads_account_id_accounts_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."accounts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "document_search_document" ON "document_search" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "document_texts_document" ON "document_texts" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "document_themes_theme" ON "document_themes" USING btree ("theme_id");--> statement-breakpoint
CREATE UNIQUE INDEX "document_versions_number" ON "document_versions" USING btree ("document_id","number");--> statement-breakpoint
CREATE INDEX "document_versions_file" ON "document_versions" USING btree ("file");--> statement-breakpoint
CREATE INDEX "documents_initiative" ON "documents" USING btree ("initiative_id","binned_at","created_at");--> statement-breakpoint
CREATE INDEX "documents_recent" ON "documents" USING btree ("binned_at","created_at","id");--> statement-breakpoint
CREATE INDEX "documents_dated" ON "documents" USING btree ("binned_at","dated","id");--> statement-breakpoint
CREATE INDEX "documents_actor" ON "documents" USING btree ("for_actor_id");--> statement-breakpoint
CREATE UNIQUE INDEX "dossier_links_token" ON "dossier_links" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "dossier_links_initiative" ON "dossier_links" USING btree ("initiative_id");--> statement-breakpoint
CREATE INDEX "dossier_openings_link" ON "dossier_openings" USING btree ("link_id","opened_at");--> statement-breakpoint
CREATE INDEX "knowledge_contributions_initiative" ON "knowledge_contributions" USING btree ("initiative_id","withdrawn_at","contributed_on");--> statement-breakpoint
CREATE INDEX "collection_documents_document" ON "collection_documents" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "collections_slug" ON "collections" USING btree ("slug");--> statement-breakpoint
CREATE INDEX "uploads_account" ON "uploads" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "uploads_received" ON "uploads" USING btree ("received_at");--> statement-breakpoint
CREATE INDEX "attestations_document" ON "attestations" USING btree ("document_version_id") WHERE "attestations"."document_version_id" is not null;