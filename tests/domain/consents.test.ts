import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { purposes, textOf, textVersionOf } from '../../src/domain/consents.ts'
import { catalogues } from '../../src/platform/i18n/catalogues.ts'

/**
 * What people agreed to stays what it was: to say something else, write the text that follows (`…_2`), raise its version
 * in the domain, and add its mark here.
 */
const marks: Record<string, string> = {
  moves_by_mail_1: 'd4f69313079fd071',
  named_publicly_1: '4d56f05f07c4cd08',
}

const texts = (language: 'fr' | 'en') => catalogues[language].privacy.consents.text as Record<string, string>
const markOf = (text: string) => {
  const words = JSON.stringify([texts('fr')[text], texts('en')[text]])
  return createHash('sha256').update(words).digest('hex').slice(0, 16)
}

test('a text that was shown for a consent is not changed without a version more', () => {
  expect(Object.fromEntries(Object.keys(texts('fr')).map((text) => [text, markOf(text)]))).toEqual(marks)
})

test('each purpose has all of its texts, in both languages, and shows the last', () => {
  for (const purpose of purposes) {
    const versions = Array.from({ length: textVersionOf[purpose] }, (_, index) => textOf(purpose, index + 1))
    const kept = Object.keys(marks).filter((text) => text.startsWith(`${purpose}_`))
    expect(kept).toEqual(versions)
    for (const text of versions) expect([texts('fr')[text], texts('en')[text]].every(Boolean)).toBe(true)
  }
})
