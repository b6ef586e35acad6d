import * as z from 'zod'
import { box } from '../platform/http/fields.ts'

export const EmptyingForm = z.object({
  isSure: box.refine((sure) => sure, 'required'),
  keepsPlaces: box,
})
