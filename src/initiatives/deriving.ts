/** Tables whose triggers keep counts and words. */
export const followed = ['actors', 'territories', 'initiatives', 'initiative_territories', 'participations']

/**
 * Counts and words made from all rows at once, in the SQL of both databases: what the migration that made the triggers
 * (db/custom/derived.*.sql) does with what was there before. A hundred times less work than row by row; derivedFaults
 * tells whether it was done right.
 */
export const derivedAtOnce = [
  `insert into initiative_counts (status, stage, visibility, year, many)
     select status, stage, visibility, substr(stage_since, 1, 4), count(*) from initiatives
     where merged_into_id is null group by 1, 2, 3, 4`,
  `insert into initiative_search (initiative_id, own, places, public_names, network_names, hidden_names)
     select i.id, i.search_text, coalesce(p.places, ''), coalesce(n.public_names, ''), coalesce(n.network_names, ''), coalesce(n.hidden_names, '')
     from initiatives i left join initiative_places p on p.initiative_id = i.id left join initiative_names n on n.initiative_id = i.id`,
  `insert into actor_search (actor_id, words) select id, search_text from actors`,
]
