// What a carrier tells a funder at the times that they agreed upon.

export const frequencies = ['monthly', 'quarterly', 'half_yearly', 'yearly', 'fiscal', 'once'] as const
export type Frequency = (typeof frequencies)[number]

export const progressStates = ['due', 'draft', 'submitted', 'questioned', 'accepted', 'skipped'] as const
export type ProgressState = (typeof progressStates)[number]

/** Days before it is due on which the carriers are reminded. */
export const reminderDays = [21, 14, 7] as const
