CREATE TABLE `document_search` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`document_id` text NOT NULL,
	`own` text DEFAULT '' NOT NULL,
	`inside` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `document_search_document` ON `document_search` (`document_id`);--> statement-breakpoint
CREATE TABLE `document_texts` (
	`version_id` text PRIMARY KEY NOT NULL,
	`document_id` text NOT NULL,
	`text` text NOT NULL,
	`words` text NOT NULL,
	FOREIGN KEY (`version_id`) REFERENCES `document_versions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `document_texts_document` ON `document_texts` (`document_id`);--> statement-breakpoint
CREATE TABLE `document_themes` (
	`document_id` text NOT NULL,
	`theme_id` text NOT NULL,
	PRIMARY KEY(`document_id`, `theme_id`),
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`theme_id`) REFERENCES `themes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `document_themes_theme` ON `document_themes` (`theme_id`);--> statement-breakpoint
CREATE TABLE `document_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`document_id` text NOT NULL,
	`number` integer NOT NULL,
	`url` text DEFAULT '' NOT NULL,
	`file` text,
	`file_name` text DEFAULT '' NOT NULL,
	`media_type` text DEFAULT '' NOT NULL,
	`size` integer DEFAULT 0 NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`keeps_metadata` integer DEFAULT false NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`text_state` text NOT NULL,
	`scan_state` text DEFAULT 'unscanned' NOT NULL,
	`pages` integer,
	`thumbnail` text,
	`previews` text,
	`proposed` text,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `document_versions_number` ON `document_versions` (`document_id`,`number`);--> statement-breakpoint
CREATE INDEX `document_versions_file` ON `document_versions` (`file`);--> statement-breakpoint
CREATE TABLE `documents` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`kind` text NOT NULL,
	`title` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`creators` text DEFAULT '' NOT NULL,
	`dated` text DEFAULT '' NOT NULL,
	`language` text DEFAULT 'fr' NOT NULL,
	`licence` text DEFAULT 'all_rights_reserved' NOT NULL,
	`stage` text,
	`visibility` text NOT NULL,
	`named_roles` text DEFAULT ',' NOT NULL,
	`territory_id` text,
	`pictured` text DEFAULT '' NOT NULL,
	`picture_consent` text DEFAULT 'nobody' NOT NULL,
	`transfer_tag` text,
	`is_featured` integer DEFAULT false NOT NULL,
	`current_version_id` text NOT NULL,
	`by_account_id` text,
	`for_actor_id` text,
	`capacity` text NOT NULL,
	`binned_at` integer,
	`binned_by_id` text,
	`search_text` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`territory_id`) REFERENCES `territories`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `documents_initiative` ON `documents` (`initiative_id`,`binned_at`,`created_at`);--> statement-breakpoint
CREATE INDEX `documents_recent` ON `documents` (`binned_at`,`created_at`,`id`);--> statement-breakpoint
CREATE INDEX `documents_dated` ON `documents` (`binned_at`,`dated`,`id`);--> statement-breakpoint
CREATE INDEX `documents_actor` ON `documents` (`for_actor_id`);--> statement-breakpoint
CREATE TABLE `dossier_links` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`label` text NOT NULL,
	`shows` text NOT NULL,
	`by_account_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `dossier_links_token` ON `dossier_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `dossier_links_initiative` ON `dossier_links` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `dossier_openings` (
	`id` text PRIMARY KEY NOT NULL,
	`link_id` text NOT NULL,
	`opened_at` integer NOT NULL,
	`what` text NOT NULL,
	FOREIGN KEY (`link_id`) REFERENCES `dossier_links`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `dossier_openings_link` ON `dossier_openings` (`link_id`,`opened_at`);--> statement-breakpoint
CREATE TABLE `initiative_proofs` (
	`initiative_id` text PRIMARY KEY NOT NULL,
	`agreements` integer DEFAULT 0 NOT NULL,
	`guides` integer DEFAULT 0 NOT NULL,
	`knowledge_kinds` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `knowledge_contributions` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`kind` text NOT NULL,
	`sector` text,
	`brought` text NOT NULL,
	`actor_id` text,
	`who` text DEFAULT '' NOT NULL,
	`effect` text DEFAULT '' NOT NULL,
	`document_id` text,
	`contributed_on` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `knowledge_contributions_initiative` ON `knowledge_contributions` (`initiative_id`,`withdrawn_at`,`contributed_on`);--> statement-breakpoint
CREATE TABLE `collection_documents` (
	`collection_id` text NOT NULL,
	`document_id` text NOT NULL,
	`position` integer NOT NULL,
	PRIMARY KEY(`collection_id`, `document_id`),
	FOREIGN KEY (`collection_id`) REFERENCES `collections`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`document_id`) REFERENCES `documents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `collection_documents_document` ON `collection_documents` (`document_id`);--> statement-breakpoint
CREATE TABLE `collections` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`introduction` text DEFAULT '' NOT NULL,
	`position` integer DEFAULT 0 NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_slug` ON `collections` (`slug`);--> statement-breakpoint
CREATE TABLE `uploads` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`file` text NOT NULL,
	`file_name` text NOT NULL,
	`size` integer NOT NULL,
	`received_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `uploads_account` ON `uploads` (`account_id`);--> statement-breakpoint
CREATE INDEX `uploads_received` ON `uploads` (`received_at`);--> statement-breakpoint
ALTER TABLE `attestations` ADD `document_version_id` text;--> statement-breakpoint
CREATE INDEX `attestations_document` ON `attestations` (`document_version_id`) WHERE "attestations"."document_version_id" is not null;