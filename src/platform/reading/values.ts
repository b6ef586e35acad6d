/** What a cell's text may be read as. Nothing here guesses: a doubt is refused, with the reason. */
export { readAmount } from './amounts.ts'
export { readDecimal } from './decimals.ts'
export { readDay } from './days.ts'
export { folded, readIdentifier, readItems, readList, readText } from './texts.ts'
