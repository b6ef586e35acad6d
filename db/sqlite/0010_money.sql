CREATE TABLE `communications` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`by_account_id` text,
	`capacity` text,
	`what` text NOT NULL,
	`format` text NOT NULL,
	`filter` text DEFAULT '' NOT NULL,
	`purpose` text DEFAULT '' NOT NULL,
	`recipients` text DEFAULT '' NOT NULL,
	`holds_persons` integer NOT NULL,
	`rows` integer
);
--> statement-breakpoint
CREATE INDEX `communications_at` ON `communications` (`at`);--> statement-breakpoint
CREATE TABLE `desk_visits` (
	`account_id` text PRIMARY KEY NOT NULL,
	`seen_until` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `exchange_rates` (
	`id` text PRIMARY KEY NOT NULL,
	`from_currency` text NOT NULL,
	`to_currency` text NOT NULL,
	`rate` text NOT NULL,
	`effective_on` text NOT NULL,
	`source` text NOT NULL,
	`by_account_id` text,
	`recorded_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `exchange_rates_pair` ON `exchange_rates` (`from_currency`,`to_currency`,`effective_on`);--> statement-breakpoint
CREATE TABLE `funding_instalments` (
	`id` text PRIMARY KEY NOT NULL,
	`funding_id` text NOT NULL,
	`due_on` text NOT NULL,
	`cents` integer NOT NULL,
	`condition` text DEFAULT '' NOT NULL,
	`by_account_id` text,
	`recorded_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`funding_id`) REFERENCES `fundings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `funding_instalments_funding` ON `funding_instalments` (`funding_id`,`due_on`);--> statement-breakpoint
CREATE TABLE `funding_rows` (
	`id` text PRIMARY KEY NOT NULL,
	`funding_id` text NOT NULL,
	`status` text NOT NULL,
	`effective_on` text NOT NULL,
	`cents` integer NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`amends_id` text,
	`supersedes_id` text,
	`instalment_id` text,
	`document_id` text,
	`visibility` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`recorded_at` integer NOT NULL,
	`sequence` integer NOT NULL,
	FOREIGN KEY (`funding_id`) REFERENCES `fundings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `funding_rows_sequence` ON `funding_rows` (`funding_id`,`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `funding_rows_supersedes` ON `funding_rows` (`supersedes_id`);--> statement-breakpoint
CREATE INDEX `funding_rows_document` ON `funding_rows` (`document_id`) WHERE "funding_rows"."document_id" is not null;--> statement-breakpoint
CREATE TABLE `fundings` (
	`id` text PRIMARY KEY NOT NULL,
	`funder_id` text NOT NULL,
	`initiative_id` text,
	`edition_id` text,
	`kind` text NOT NULL,
	`currency` text NOT NULL,
	`purpose` text NOT NULL,
	`agreement_reference` text DEFAULT '' NOT NULL,
	`conditions` text DEFAULT '' NOT NULL,
	`visibility` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`funder_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `fundings_initiative` ON `fundings` (`initiative_id`);--> statement-breakpoint
CREATE INDEX `fundings_edition` ON `fundings` (`edition_id`);--> statement-breakpoint
CREATE INDEX `fundings_funder` ON `fundings` (`funder_id`);--> statement-breakpoint
CREATE TABLE `editions` (
	`id` text PRIMARY KEY NOT NULL,
	`programme_id` text NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`theme` text DEFAULT '' NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text,
	`envelope_cents` integer,
	`currency` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`programme_id`) REFERENCES `programmes`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `editions_slug` ON `editions` (`slug`);--> statement-breakpoint
CREATE INDEX `editions_programme` ON `editions` (`programme_id`,`starts_on`);--> statement-breakpoint
CREATE TABLE `enrolments` (
	`id` text PRIMARY KEY NOT NULL,
	`edition_id` text NOT NULL,
	`initiative_id` text NOT NULL,
	`since` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`edition_id`) REFERENCES `editions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `enrolments_once` ON `enrolments` (`edition_id`,`initiative_id`);--> statement-breakpoint
CREATE INDEX `enrolments_initiative` ON `enrolments` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `programmes` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`visibility` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `programmes_slug` ON `programmes` (`slug`);--> statement-breakpoint
CREATE TABLE `progress_plans` (
	`id` text PRIMARY KEY NOT NULL,
	`funding_id` text NOT NULL,
	`frequency` text NOT NULL,
	`starts_on` text NOT NULL,
	`ends_on` text,
	`delay_days` integer NOT NULL,
	`fiscal_start` text DEFAULT '04-01' NOT NULL,
	`template` text NOT NULL,
	`by_account_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`funding_id`) REFERENCES `fundings`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `progress_plans_funding` ON `progress_plans` (`funding_id`);--> statement-breakpoint
CREATE TABLE `progress_remarks` (
	`id` text PRIMARY KEY NOT NULL,
	`progress_report_id` text NOT NULL,
	`kind` text NOT NULL,
	`words` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`progress_report_id`) REFERENCES `progress_reports`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `progress_remarks_report` ON `progress_remarks` (`progress_report_id`,`written_at`);--> statement-breakpoint
CREATE TABLE `progress_reminders` (
	`id` text PRIMARY KEY NOT NULL,
	`progress_report_id` text NOT NULL,
	`days` integer NOT NULL,
	`queued_at` integer NOT NULL,
	FOREIGN KEY (`progress_report_id`) REFERENCES `progress_reports`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `progress_reminders_once` ON `progress_reminders` (`progress_report_id`,`days`);--> statement-breakpoint
CREATE TABLE `progress_reports` (
	`id` text PRIMARY KEY NOT NULL,
	`plan_id` text NOT NULL,
	`period_from` text NOT NULL,
	`period_until` text NOT NULL,
	`due_on` text NOT NULL,
	`state` text NOT NULL,
	`template` text NOT NULL,
	`answers` text NOT NULL,
	`prefilled` text NOT NULL,
	`skip_reason` text DEFAULT '' NOT NULL,
	`submitted_at` integer,
	`submitted_by_id` text,
	`settled_at` integer,
	`settled_by_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`plan_id`) REFERENCES `progress_plans`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `progress_reports_period` ON `progress_reports` (`plan_id`,`period_from`);--> statement-breakpoint
CREATE INDEX `progress_reports_due` ON `progress_reports` (`state`,`due_on`);--> statement-breakpoint
CREATE TABLE `report_answers` (
	`id` text PRIMARY KEY NOT NULL,
	`question_id` text NOT NULL,
	`words` text NOT NULL,
	`by_account_id` text NOT NULL,
	`capacity` text NOT NULL,
	`answered_at` integer NOT NULL,
	FOREIGN KEY (`question_id`) REFERENCES `report_questions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `report_answers_question` ON `report_answers` (`question_id`,`answered_at`);--> statement-breakpoint
CREATE TABLE `report_links` (
	`id` text PRIMARY KEY NOT NULL,
	`version_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`label` text NOT NULL,
	`by_account_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	`openings` integer DEFAULT 0 NOT NULL,
	`last_opened_at` integer,
	FOREIGN KEY (`version_id`) REFERENCES `report_versions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_links_token` ON `report_links` (`token_hash`);--> statement-breakpoint
CREATE INDEX `report_links_version` ON `report_links` (`version_id`);--> statement-breakpoint
CREATE TABLE `report_mailings` (
	`id` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`frequency` text NOT NULL,
	`next_on` text NOT NULL,
	`recipients` text NOT NULL,
	`purpose` text NOT NULL,
	`is_over` integer DEFAULT false NOT NULL,
	`by_account_id` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `report_mailings_next` ON `report_mailings` (`is_over`,`next_on`);--> statement-breakpoint
CREATE INDEX `report_mailings_report` ON `report_mailings` (`report_id`);--> statement-breakpoint
CREATE TABLE `report_questions` (
	`id` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`version_id` text,
	`about` text DEFAULT '' NOT NULL,
	`initiative_id` text,
	`words` text NOT NULL,
	`by_account_id` text NOT NULL,
	`actor_id` text,
	`asked_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`version_id`) REFERENCES `report_versions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `report_questions_report` ON `report_questions` (`report_id`,`asked_at`);--> statement-breakpoint
CREATE INDEX `report_questions_initiative` ON `report_questions` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `report_readings` (
	`id` text PRIMARY KEY NOT NULL,
	`version_id` text NOT NULL,
	`kind` text NOT NULL,
	`actor_id` text,
	`by_account_id` text NOT NULL,
	`note` text DEFAULT '' NOT NULL,
	`read_at` integer NOT NULL,
	FOREIGN KEY (`version_id`) REFERENCES `report_versions`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_readings_once` ON `report_readings` (`version_id`,`by_account_id`,`kind`);--> statement-breakpoint
CREATE TABLE `report_sendings` (
	`id` text PRIMARY KEY NOT NULL,
	`mailing_id` text NOT NULL,
	`due_on` text NOT NULL,
	`version_id` text,
	`sent_at` integer NOT NULL,
	FOREIGN KEY (`mailing_id`) REFERENCES `report_mailings`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`version_id`) REFERENCES `report_versions`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_sendings_once` ON `report_sendings` (`mailing_id`,`due_on`);--> statement-breakpoint
CREATE TABLE `report_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`report_id` text NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`sight` text NOT NULL,
	`actor_id` text,
	`as_of` text NOT NULL,
	`known_at` integer NOT NULL,
	`changes` text DEFAULT '' NOT NULL,
	`content` text NOT NULL,
	`hash` text NOT NULL,
	`by_account_id` text,
	`published_at` integer NOT NULL,
	FOREIGN KEY (`report_id`) REFERENCES `reports`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `report_versions_number` ON `report_versions` (`report_id`,`number`);--> statement-breakpoint
CREATE INDEX `report_versions_published` ON `report_versions` (`published_at`);--> statement-breakpoint
CREATE TABLE `reports` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`title` text NOT NULL,
	`sight` text NOT NULL,
	`actor_id` text,
	`query` text NOT NULL,
	`by_account_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	`archived_at` integer,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`by_account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `reports_slug` ON `reports` (`slug`);--> statement-breakpoint
CREATE INDEX `reports_actor` ON `reports` (`actor_id`);--> statement-breakpoint
CREATE INDEX `reports_author` ON `reports` (`by_account_id`);--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `funding_sources` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiatives` ADD `is_excluded` integer DEFAULT false NOT NULL;