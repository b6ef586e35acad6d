CREATE TABLE `consents` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text,
	`actor_id` text,
	`purpose` text NOT NULL,
	`text_version` integer NOT NULL,
	`is_given` integer NOT NULL,
	`given_on` text NOT NULL,
	`how` text DEFAULT '' NOT NULL,
	`by_account_id` text,
	`recorded_at` integer NOT NULL,
	FOREIGN KEY (`account_id`) REFERENCES `accounts`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `consents_account` ON `consents` (`account_id`,`purpose`);--> statement-breakpoint
CREATE INDEX `consents_actor` ON `consents` (`actor_id`,`purpose`);--> statement-breakpoint
CREATE TABLE `erasures` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`subject_kind` text NOT NULL,
	`subject_id` text NOT NULL,
	`by_account_id` text,
	`asked_on` text,
	`counts` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `erasures_subject` ON `erasures` (`subject_id`);--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` text PRIMARY KEY NOT NULL,
	`number` integer NOT NULL,
	`circumstances` text NOT NULL,
	`data` text DEFAULT '' NOT NULL,
	`happened_from` text,
	`happened_until` text,
	`noticed_on` text NOT NULL,
	`people_concerned` integer,
	`is_estimate` integer DEFAULT false NOT NULL,
	`sensitivity` text DEFAULT '' NOT NULL,
	`consequences` text DEFAULT '' NOT NULL,
	`likelihood` text DEFAULT '' NOT NULL,
	`is_serious` integer,
	`authority` text DEFAULT '' NOT NULL,
	`authority_told_on` text,
	`people_told_on` text,
	`telling_note` text DEFAULT '' NOT NULL,
	`measures` text DEFAULT '' NOT NULL,
	`closed_on` text,
	`by_account_id` text,
	`version` integer DEFAULT 1 NOT NULL,
	`created_at` integer NOT NULL,
	`changed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `incidents_number` ON `incidents` (`number`);--> statement-breakpoint
CREATE TABLE `purges` (
	`id` text PRIMARY KEY NOT NULL,
	`at` integer NOT NULL,
	`kind` text NOT NULL,
	`rows` integer NOT NULL,
	`before` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `purges_at` ON `purges` (`at`);--> statement-breakpoint
CREATE TABLE `retentions` (
	`kind` text PRIMARY KEY NOT NULL,
	`days` integer NOT NULL,
	`version` integer DEFAULT 1 NOT NULL,
	`changed_at` integer NOT NULL,
	`by_account_id` text
);
