CREATE TABLE `accounts` (
	`id` text PRIMARY KEY NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`network_role` text NOT NULL,
	`password_hash` text,
	`locale` text,
	`theme` text,
	`totp_secret` text,
	`totp_confirmed_at` integer,
	`totp_last_step` integer,
	`mail_on_moves` integer DEFAULT true NOT NULL,
	`is_demo` integer DEFAULT false NOT NULL,
	`disabled_at` integer,
	`created_at` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `accounts_email` ON `accounts` (`email`);--> statement-breakpoint
CREATE TABLE `recovery_codes` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`hash` text NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `recovery_codes_account` ON `recovery_codes` (`account_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` text PRIMARY KEY NOT NULL,
	`token_hash` text NOT NULL,
	`account_id` text NOT NULL,
	`user_agent` text NOT NULL,
	`created_at` integer NOT NULL,
	`seen_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`proven_at` integer,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_account` ON `sessions` (`account_id`);--> statement-breakpoint
CREATE TABLE `tokens` (
	`id` text PRIMARY KEY NOT NULL,
	`hash` text NOT NULL,
	`purpose` text NOT NULL,
	`email` text NOT NULL,
	`grants` text NOT NULL,
	`invited_by_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`used_at` integer,
	FOREIGN KEY (`invited_by_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `tokens_hash` ON `tokens` (`hash`);--> statement-breakpoint
CREATE INDEX `tokens_email` ON `tokens` (`email`,`purpose`);--> statement-breakpoint
CREATE TABLE `journal` (
	`seq` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`at` integer NOT NULL,
	`by_account_id` text,
	`capacity` text,
	`what` text NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`initiative_id` text,
	`particulars` text NOT NULL,
	`once` text,
	`digest` text NOT NULL,
	`previous` text DEFAULT '' NOT NULL,
	`hash` text DEFAULT '' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `journal_once` ON `journal` (`once`);--> statement-breakpoint
CREATE INDEX `journal_initiative` ON `journal` (`initiative_id`,`seq`);--> statement-breakpoint
CREATE INDEX `journal_subject` ON `journal` (`subject_kind`,`subject_id`);--> statement-breakpoint
CREATE TABLE `actors` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`sector` text,
	`description` text DEFAULT '' NOT NULL,
	`url` text DEFAULT '' NOT NULL,
	`email` text DEFAULT '' NOT NULL,
	`phone` text DEFAULT '' NOT NULL,
	`territory_id` text,
	`account_id` text,
	`visibility` text NOT NULL,
	`merged_into_id` text,
	`search_text` text NOT NULL,
	`import_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`territory_id`) REFERENCES `territories`(`id`) ON UPDATE no action ON DELETE set null,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `actors_slug` ON `actors` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `actors_account` ON `actors` (`account_id`);--> statement-breakpoint
CREATE INDEX `actors_search` ON `actors` (`search_text`);--> statement-breakpoint
CREATE TABLE `identifiers` (
	`id` text PRIMARY KEY NOT NULL,
	`actor_id` text NOT NULL,
	`scheme` text NOT NULL,
	`value` text NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `identifiers_value` ON `identifiers` (`scheme`,`value`);--> statement-breakpoint
CREATE INDEX `identifiers_actor` ON `identifiers` (`actor_id`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`id` text PRIMARY KEY NOT NULL,
	`person_id` text NOT NULL,
	`organisation_id` text NOT NULL,
	`title` text DEFAULT '' NOT NULL,
	`since` text NOT NULL,
	`until` text,
	FOREIGN KEY (`person_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`organisation_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `memberships_person` ON `memberships` (`person_id`);--> statement-breakpoint
CREATE INDEX `memberships_organisation` ON `memberships` (`organisation_id`);--> statement-breakpoint
CREATE TABLE `import_mappings` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`plan` text NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `import_mappings_name` ON `import_mappings` (`name`);--> statement-breakpoint
CREATE TABLE `import_rows` (
	`id` text PRIMARY KEY NOT NULL,
	`import_id` text NOT NULL,
	`line` integer NOT NULL,
	`outcome` text NOT NULL,
	`column` text,
	`value` text,
	`reason` text,
	`initiative_id` text,
	`before` text,
	FOREIGN KEY (`import_id`) REFERENCES `imports`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `import_rows_import` ON `import_rows` (`import_id`,`line`);--> statement-breakpoint
CREATE TABLE `imports` (
	`id` text PRIMARY KEY NOT NULL,
	`file_name` text NOT NULL,
	`file` text NOT NULL,
	`state` text NOT NULL,
	`plan` text NOT NULL,
	`rows_total` integer DEFAULT 0 NOT NULL,
	`rows_done` integer DEFAULT 0 NOT NULL,
	`counts` text NOT NULL,
	`error` text,
	`by_account_id` text,
	`created_at` integer NOT NULL,
	`finished_at` integer,
	`version` integer DEFAULT 1 NOT NULL,
	FOREIGN KEY (`by_account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE TABLE `attestations` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`code` text NOT NULL,
	`statement` text NOT NULL,
	`proof_kind` text NOT NULL,
	`proof` text NOT NULL,
	`attested_on` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `attestations_initiative` ON `attestations` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `expected_moves` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`event` text NOT NULL,
	`to_stage` text NOT NULL,
	`to_status` text NOT NULL,
	`expected_on` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`by_account_id` text,
	`recorded_at` integer NOT NULL,
	`import_id` text,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `expected_moves_initiative` ON `expected_moves` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `moves` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`event` text NOT NULL,
	`from_stage` text,
	`from_status` text,
	`to_stage` text NOT NULL,
	`to_status` text NOT NULL,
	`effective_on` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`sequence` integer NOT NULL,
	`by_account_id` text,
	`capacity` text,
	`reason` text DEFAULT '' NOT NULL,
	`lessons` text DEFAULT '' NOT NULL,
	`ending_kind` text,
	`review_on` text,
	`taken_over_by_id` text,
	`gate_version` integer,
	`judged` text,
	`waiver` text,
	`provenance` text NOT NULL,
	`import_id` text,
	`supersedes_id` text,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`taken_over_by_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `moves_initiative` ON `moves` (`initiative_id`,`effective_on`,`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `moves_supersedes` ON `moves` (`supersedes_id`);--> statement-breakpoint
CREATE INDEX `moves_import` ON `moves` (`import_id`);--> statement-breakpoint
CREATE TABLE `participations` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`actor_id` text NOT NULL,
	`role` text NOT NULL,
	`taker_kind` text,
	`is_lead` integer DEFAULT false NOT NULL,
	`sector` text,
	`state` text NOT NULL,
	`accepted_for_by_id` text,
	`since` text NOT NULL,
	`until` text,
	`note` text DEFAULT '' NOT NULL,
	`import_id` text,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `participations_live` ON `participations` (`initiative_id`,`actor_id`,`role`) WHERE "participations"."until" is null and "participations"."state" in ('proposed', 'invited', 'accepted');--> statement-breakpoint
CREATE INDEX `participations_initiative` ON `participations` (`initiative_id`,`role`);--> statement-breakpoint
CREATE INDEX `participations_actor` ON `participations` (`actor_id`,`state`);--> statement-breakpoint
CREATE INDEX `participations_import` ON `participations` (`import_id`);--> statement-breakpoint
CREATE TABLE `existing_solutions` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`name` text NOT NULL,
	`limitation` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `existing_solutions_initiative` ON `existing_solutions` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `initiative_links` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`label` text NOT NULL,
	`url` text NOT NULL,
	`position` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `initiative_links_initiative` ON `initiative_links` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `initiative_territories` (
	`initiative_id` text NOT NULL,
	`territory_id` text NOT NULL,
	PRIMARY KEY(`initiative_id`, `territory_id`),
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`territory_id`) REFERENCES `territories`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `initiative_territories_territory` ON `initiative_territories` (`territory_id`);--> statement-breakpoint
CREATE TABLE `initiative_themes` (
	`initiative_id` text NOT NULL,
	`theme_id` text NOT NULL,
	PRIMARY KEY(`initiative_id`, `theme_id`),
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`theme_id`) REFERENCES `themes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `initiative_themes_theme` ON `initiative_themes` (`theme_id`);--> statement-breakpoint
CREATE TABLE `initiatives` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`need` text DEFAULT '' NOT NULL,
	`change` text DEFAULT '' NOT NULL,
	`benefit` text DEFAULT '' NOT NULL,
	`population` text DEFAULT '' NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`innovation_type` text,
	`emergence_way` text,
	`maturity` text,
	`visibility` text NOT NULL,
	`named_roles` text DEFAULT ',' NOT NULL,
	`origin` text DEFAULT '' NOT NULL,
	`source` text DEFAULT '' NOT NULL,
	`source_url` text DEFAULT '' NOT NULL,
	`consent` text DEFAULT 'unknown' NOT NULL,
	`parent_id` text,
	`merged_into_id` text,
	`stage` text NOT NULL,
	`status` text NOT NULL,
	`stage_since` text NOT NULL,
	`status_since` text NOT NULL,
	`ending_kind` text,
	`review_on` text,
	`external_source` text,
	`external_id` text,
	`import_id` text,
	`search_text` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `initiatives_slug` ON `initiatives` (`slug`);--> statement-breakpoint
CREATE UNIQUE INDEX `initiatives_external` ON `initiatives` (`external_source`,`external_id`);--> statement-breakpoint
CREATE INDEX `initiatives_recent` ON `initiatives` (`status`,`stage`,`changed_at`,`id`);--> statement-breakpoint
CREATE INDEX `initiatives_standing` ON `initiatives` (`merged_into_id`,`status`,`stage`,`stage_since`,`id`,`visibility`,`named_roles`);--> statement-breakpoint
CREATE INDEX `initiatives_import` ON `initiatives` (`import_id`);--> statement-breakpoint
CREATE TABLE `gate_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`stage` text NOT NULL,
	`number` integer NOT NULL,
	`mode` text NOT NULL,
	`criteria` text NOT NULL,
	`created_at` integer NOT NULL,
	`by_account_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `gate_versions_number` ON `gate_versions` (`stage`,`number`);--> statement-breakpoint
CREATE TABLE `network` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`introduction` text DEFAULT '' NOT NULL,
	`time_zone` text NOT NULL,
	`locale` text NOT NULL,
	`thresholds` text NOT NULL,
	`privacy_officer` text DEFAULT '' NOT NULL,
	`is_demo` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL
);
--> statement-breakpoint
CREATE TABLE `territories` (
	`id` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`kind` text NOT NULL,
	`name` text NOT NULL,
	`parent_id` text,
	`path` text NOT NULL,
	`search_text` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `territories_code` ON `territories` (`code`);--> statement-breakpoint
CREATE INDEX `territories_path` ON `territories` (`path`);--> statement-breakpoint
CREATE INDEX `territories_parent` ON `territories` (`parent_id`);--> statement-breakpoint
CREATE TABLE `themes` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`fr` text NOT NULL,
	`en` text,
	`archived_at` integer,
	`import_id` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `themes_slug` ON `themes` (`slug`);--> statement-breakpoint
CREATE TABLE `jobs` (
	`id` text PRIMARY KEY NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`run_at` integer NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`taken_until` integer,
	`done_at` integer,
	`dead_at` integer,
	`error` text,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `jobs_waiting` ON `jobs` (`done_at`,`dead_at`,`run_at`);