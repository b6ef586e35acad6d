CREATE TABLE `adopt_pages` (
	`initiative_id` text PRIMARY KEY NOT NULL,
	`is_published` integer DEFAULT false NOT NULL,
	`takes` text DEFAULT '' NOT NULL,
	`steps` text DEFAULT '' NOT NULL,
	`ask` text DEFAULT '' NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `adoption_contacts` (
	`adoption_id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`adoption_id`) REFERENCES `adoptions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `adoption_steps` (
	`id` text PRIMARY KEY NOT NULL,
	`adoption_id` text NOT NULL,
	`status` text NOT NULL,
	`effective_on` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`evidence` text DEFAULT '' NOT NULL,
	`document_id` text,
	`supersedes_id` text,
	`by_account_id` text,
	`capacity` text,
	`recorded_at` integer NOT NULL,
	`sequence` integer NOT NULL,
	FOREIGN KEY (`adoption_id`) REFERENCES `adoptions`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `adoption_steps_sequence` ON `adoption_steps` (`adoption_id`,`sequence`);--> statement-breakpoint
CREATE UNIQUE INDEX `adoption_steps_supersedes` ON `adoption_steps` (`supersedes_id`);--> statement-breakpoint
CREATE TABLE `adoptions` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`taker_id` text,
	`taker_name` text DEFAULT '' NOT NULL,
	`taker_kind` text NOT NULL,
	`territory_id` text,
	`status` text NOT NULL,
	`since` text NOT NULL,
	`fidelity` text,
	`adapted` text DEFAULT '' NOT NULL,
	`people_reached` integer,
	`visibility` text NOT NULL,
	`is_confirmed` integer NOT NULL,
	`message` text DEFAULT '' NOT NULL,
	`declined_at` integer,
	`by_account_id` text,
	`capacity` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`taker_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`territory_id`) REFERENCES `territories`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE INDEX `adoptions_initiative` ON `adoptions` (`initiative_id`,`status`);--> statement-breakpoint
CREATE INDEX `adoptions_taker` ON `adoptions` (`taker_id`);--> statement-breakpoint
CREATE INDEX `adoptions_territory` ON `adoptions` (`territory_id`);--> statement-breakpoint
CREATE TABLE `adjustment_feedbacks` (
	`adjustment_id` text NOT NULL,
	`feedback_id` text NOT NULL,
	`told_at` integer,
	PRIMARY KEY(`adjustment_id`, `feedback_id`),
	FOREIGN KEY (`adjustment_id`) REFERENCES `adjustments`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`feedback_id`) REFERENCES `feedbacks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `adjustment_feedbacks_feedback` ON `adjustment_feedbacks` (`feedback_id`);--> statement-breakpoint
CREATE TABLE `adjustments` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`number` integer NOT NULL,
	`what` text NOT NULL,
	`state` text NOT NULL,
	`reason` text DEFAULT '' NOT NULL,
	`decided_on` text NOT NULL,
	`done_on` text,
	`solution_version_id` text,
	`visibility` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`solution_version_id`) REFERENCES `solution_versions`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `adjustments_number` ON `adjustments` (`initiative_id`,`number`);--> statement-breakpoint
CREATE TABLE `feedback_contacts` (
	`feedback_id` text PRIMARY KEY NOT NULL,
	`address` text NOT NULL,
	`language` text NOT NULL,
	`created_at` integer NOT NULL,
	FOREIGN KEY (`feedback_id`) REFERENCES `feedbacks`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `feedback_forms` (
	`pilot_id` text PRIMARY KEY NOT NULL,
	`questions` text NOT NULL,
	`introduction_fr` text DEFAULT '' NOT NULL,
	`introduction_en` text DEFAULT '' NOT NULL,
	`consent_fr` text NOT NULL,
	`consent_en` text NOT NULL,
	`consent_version` integer DEFAULT 1 NOT NULL,
	`is_open` integer DEFAULT false NOT NULL,
	`is_once_per_person` integer DEFAULT true NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`pilot_id`) REFERENCES `pilots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `feedback_links` (
	`id` text PRIMARY KEY NOT NULL,
	`pilot_id` text NOT NULL,
	`token` text NOT NULL,
	`label` text NOT NULL,
	`taker_kind` text,
	`most` integer NOT NULL,
	`taken` integer DEFAULT 0 NOT NULL,
	`by_account_id` text,
	`created_at` integer NOT NULL,
	`expires_at` integer NOT NULL,
	`revoked_at` integer,
	FOREIGN KEY (`pilot_id`) REFERENCES `pilots`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feedback_links_token` ON `feedback_links` (`token`);--> statement-breakpoint
CREATE INDEX `feedback_links_pilot` ON `feedback_links` (`pilot_id`);--> statement-breakpoint
CREATE TABLE `feedbacks` (
	`id` text PRIMARY KEY NOT NULL,
	`pilot_id` text NOT NULL,
	`number` integer NOT NULL,
	`taker_kind` text NOT NULL,
	`way` text NOT NULL,
	`actor_id` text,
	`link_id` text,
	`person_key` text,
	`once_key` text,
	`given_on` text NOT NULL,
	`tested` text DEFAULT '' NOT NULL,
	`adequacy` integer,
	`helps` text DEFAULT '' NOT NULL,
	`hinders` text DEFAULT '' NOT NULL,
	`to_change` text DEFAULT '' NOT NULL,
	`answers` text NOT NULL,
	`language` text NOT NULL,
	`consent_version` integer,
	`entered_by_id` text,
	`capacity` text,
	`received_at` integer NOT NULL,
	`withdrawn_at` integer,
	`withdrawn_reason` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`pilot_id`) REFERENCES `pilots`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`link_id`) REFERENCES `feedback_links`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `feedbacks_number` ON `feedbacks` (`pilot_id`,`number`);--> statement-breakpoint
CREATE UNIQUE INDEX `feedbacks_person` ON `feedbacks` (`pilot_id`,`person_key`) WHERE "feedbacks"."person_key" is not null and "feedbacks"."withdrawn_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX `feedbacks_once` ON `feedbacks` (`pilot_id`,`once_key`);--> statement-breakpoint
CREATE TABLE `indicator_values` (
	`id` text PRIMARY KEY NOT NULL,
	`indicator_id` text NOT NULL,
	`kind` text NOT NULL,
	`value` text NOT NULL,
	`effective_on` text NOT NULL,
	`pilot_id` text,
	`source` text DEFAULT '' NOT NULL,
	`document_id` text,
	`supersedes_id` text,
	`is_void` integer DEFAULT false NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`indicator_id`) REFERENCES `indicators`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `indicator_values_indicator` ON `indicator_values` (`indicator_id`,`kind`,`effective_on`);--> statement-breakpoint
CREATE UNIQUE INDEX `indicator_values_supersedes` ON `indicator_values` (`supersedes_id`);--> statement-breakpoint
CREATE TABLE `indicators` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`name` text NOT NULL,
	`unit` text DEFAULT '' NOT NULL,
	`benefits` text NOT NULL,
	`is_more_better` integer DEFAULT true NOT NULL,
	`visibility` text NOT NULL,
	`by_account_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`withdrawn_at` integer,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `indicators_initiative` ON `indicators` (`initiative_id`);--> statement-breakpoint
CREATE TABLE `pilot_indicators` (
	`pilot_id` text NOT NULL,
	`indicator_id` text NOT NULL,
	PRIMARY KEY(`pilot_id`, `indicator_id`),
	FOREIGN KEY (`pilot_id`) REFERENCES `pilots`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`indicator_id`) REFERENCES `indicators`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `pilot_indicators_indicator` ON `pilot_indicators` (`indicator_id`);--> statement-breakpoint
CREATE TABLE `pilots` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`number` integer NOT NULL,
	`title` text NOT NULL,
	`state` text NOT NULL,
	`solution_version_id` text,
	`starts_on` text NOT NULL,
	`ends_on` text NOT NULL,
	`place` text DEFAULT '' NOT NULL,
	`territory_id` text,
	`responsible` text DEFAULT '' NOT NULL,
	`ethics` text DEFAULT '' NOT NULL,
	`consent` text DEFAULT '' NOT NULL,
	`findings` text DEFAULT '' NOT NULL,
	`negative_effects` text DEFAULT '' NOT NULL,
	`give_up_reason` text DEFAULT '' NOT NULL,
	`visibility` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`solution_version_id`) REFERENCES `solution_versions`(`id`) ON UPDATE no action ON DELETE no action,
	FOREIGN KEY (`territory_id`) REFERENCES `territories`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `pilots_number` ON `pilots` (`initiative_id`,`number`);--> statement-breakpoint
CREATE TABLE `solution_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`number` integer NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`since` text NOT NULL,
	`by_account_id` text,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `solution_versions_number` ON `solution_versions` (`initiative_id`,`number`);--> statement-breakpoint
CREATE TABLE `grid_assessments` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`grid_id` text NOT NULL,
	`by_account_id` text NOT NULL,
	`capacity` text NOT NULL,
	`scores` text NOT NULL,
	`is_submitted` integer DEFAULT false NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`changed_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grid_assessments_once` ON `grid_assessments` (`initiative_id`,`grid_id`,`by_account_id`);--> statement-breakpoint
CREATE TABLE `grid_decisions` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`grid_id` text NOT NULL,
	`outcome` text NOT NULL,
	`reason` text NOT NULL,
	`decided_on` text NOT NULL,
	`is_public` integer NOT NULL,
	`summary` text NOT NULL,
	`by_account_id` text,
	`capacity` text NOT NULL,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `grid_decisions_initiative` ON `grid_decisions` (`initiative_id`,`grid_id`,`recorded_at`);--> statement-breakpoint
CREATE TABLE `grid_remarks` (
	`id` text PRIMARY KEY NOT NULL,
	`initiative_id` text NOT NULL,
	`grid_id` text NOT NULL,
	`words` text NOT NULL,
	`by_account_id` text NOT NULL,
	`capacity` text NOT NULL,
	`written_at` integer NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`grid_id`) REFERENCES `grids`(`id`) ON UPDATE no action ON DELETE no action
);
--> statement-breakpoint
CREATE INDEX `grid_remarks_initiative` ON `grid_remarks` (`initiative_id`,`grid_id`,`written_at`);--> statement-breakpoint
CREATE TABLE `grids` (
	`id` text PRIMARY KEY NOT NULL,
	`slug` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`name_fr` text NOT NULL,
	`name_en` text DEFAULT '' NOT NULL,
	`criteria` text NOT NULL,
	`by_account_id` text,
	`created_at` integer NOT NULL,
	`archived_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `grids_number` ON `grids` (`slug`,`number`);--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `pilots_planned` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `pilots_finished` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `feedback_adopters` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `feedback_beneficiaries` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `adjustments_traced` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `indicators_compared` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `collective_results` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `negative_effects` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `adoption_intents` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `adoption_trials` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `adoptions_integrated` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `initiative_proofs` ADD `beneficiary_use_since` text;