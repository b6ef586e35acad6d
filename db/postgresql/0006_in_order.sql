DROP INDEX "initiatives_recent";--> statement-breakpoint
DROP INDEX "initiatives_titles";--> statement-breakpoint
CREATE INDEX "initiatives_recent" ON "initiatives" USING btree ("merged_into_id","status","stage","changed_at","id");--> statement-breakpoint
CREATE INDEX "initiatives_titles" ON "initiatives" USING btree ("merged_into_id","status","stage","title","id");