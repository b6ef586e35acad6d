import * as z from 'zod'
import { searchWords } from '../platform/http/search-words.ts'

export const SearchQuery = z.object({ q: searchWords })
