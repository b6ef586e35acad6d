// Adds up the reports of the runs that are named: one line per run, then the sum alone on the last line.
import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'

let [passed, failed] = [0, 0]
for (const path of process.argv.slice(2).filter((name) => existsSync(name))) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, success } = JSON.parse(readFileSync(path, 'utf8'))
  // A file that cannot even be loaded has no tests, and is a failure all the same.
  const fell = numFailedTests === 0 && !success ? Math.max(1, numFailedTestSuites) : numFailedTests
  process.stdout.write(`${basename(path, '.json')}: ${numPassedTests} passed, ${fell} failed\n`)
  passed += numPassedTests
  failed += fell
}
process.stdout.write(`${passed} passed, ${failed} failed\n`)
if (failed > 0 || passed === 0) process.exitCode = 1
