// What people write in Markdown is read the same way everywhere.
export { introductionHtml, introductionText } from '../platform/writing/prose.ts'
