CREATE TABLE `actor_search` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`actor_id` text NOT NULL,
	`words` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`actor_id`) REFERENCES `actors`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `actor_search_actor` ON `actor_search` (`actor_id`);--> statement-breakpoint
CREATE TABLE `initiative_counts` (
	`status` text NOT NULL,
	`stage` text NOT NULL,
	`visibility` text NOT NULL,
	`year` text NOT NULL,
	`many` integer NOT NULL,
	PRIMARY KEY(`status`, `stage`, `visibility`, `year`)
);
--> statement-breakpoint
CREATE TABLE `initiative_search` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`initiative_id` text NOT NULL,
	`own` text DEFAULT '' NOT NULL,
	`places` text DEFAULT '' NOT NULL,
	`public_names` text DEFAULT '' NOT NULL,
	`network_names` text DEFAULT '' NOT NULL,
	`hidden_names` text DEFAULT '' NOT NULL,
	FOREIGN KEY (`initiative_id`) REFERENCES `initiatives`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `initiative_search_initiative` ON `initiative_search` (`initiative_id`);--> statement-breakpoint
DROP INDEX `jobs_waiting`;--> statement-breakpoint
ALTER TABLE `jobs` ADD `lane` text DEFAULT 'short' NOT NULL;--> statement-breakpoint
ALTER TABLE `jobs` ADD `requested_by_id` text;--> statement-breakpoint
ALTER TABLE `jobs` ADD `progress_done` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `progress_total` integer;--> statement-breakpoint
ALTER TABLE `jobs` ADD `outcome` text;--> statement-breakpoint
CREATE INDEX `jobs_kind` ON `jobs` (`kind`,`done_at`);--> statement-breakpoint
CREATE INDEX `jobs_requested` ON `jobs` (`requested_by_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `jobs_waiting` ON `jobs` (`done_at`,`dead_at`,`lane`,`run_at`);