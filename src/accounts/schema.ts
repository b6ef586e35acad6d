import * as z from 'zod'
import { networkRoles } from '../domain/permissions.ts'
import { box, email, requiredLine, version } from '../platform/http/fields.ts'
import { locales } from '../platform/i18n/locales.ts'
import { localPath, localPathToKeep } from './local-path.ts'

// Long enough for any phrase, short enough that hashing it costs nothing.
const typedPassword = z.string().max(1000, 'too_long')
// A path that was tampered with leads to the board; it is no reason to refuse the form.
const path = z.string().catch('/')
const landing = path.transform(localPath)

export const SignIn = z.object({ email, password: typedPassword.min(1, 'required'), landing })
export const LinkRequest = z.object({ address: email, landing: path.transform(localPathToKeep) })
export const Code = z.object({ code: requiredLine(100), landing })

export const Profile = z.object({ name: requiredLine(120), locale: z.enum(locales), mailOnMoves: box, version })
export const PasswordChange = z.object({
  current: typedPassword.default(''),
  password: typedPassword.min(1, 'required'),
})

export const LanguageChoice = z.object({ locale: z.enum(locales), back: landing })
export const ThemeChoice = z.object({ theme: z.enum(['auto', 'light', 'dark']), back: landing })

export const Invitation = z.object({ email, networkRole: z.enum(networkRoles) })
export const RoleChange = z.object({ networkRole: z.enum(networkRoles), version })
export const StateChange = z.object({ state: z.enum(['disabled', 'enabled']), version })
