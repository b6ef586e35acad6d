export const definitions: readonly { code: string; unit: string; source: string }[] = []
