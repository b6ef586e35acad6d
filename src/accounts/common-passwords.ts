// What people and programs try first, as letters only: digits and signs around a word change nothing.
// French and English words and names that lead the lists of leaked passwords, and keyboard rows.
const words = `
abcdef abcdefgh abcdefghijkl admin administrateur administration administrator adobe alexandre alexandra alohomora amour
amoureux andrea andrew angel angela anthony antoine apple arsenal ashley asdf asdfgh asdfghjkl audrey azerty azertyuiop
azertyuiopqsdfghjklm bailey banane baseball basketball batman bienvenue bisou bonjour boubou boomer brandon buster
butterfly camille canadien canadiens caroline catherine celine changeme changezmoi charlie charlotte cheese chelsea
chocolat chocolate chouchou christian christophe claude coucou computer cookie correcthorsebatterystaple cowboy daniel
default defaut demo dragon diamond doudou dolphin eminem emilie entrer facebook felix flower football forever francois
freedom frederic gabriel george ginger google guest guillaume hannah harley hello hockey hunter iloveyou iloveyousomuch
incorrect internet isabelle jasmine jennifer jessica jesus jetaime jetaimefort jonathan jordan joshua julien justin
killer lapin laurence letmein letmeinnow liberte liverpool lola london loulou loveme lovely maggie maman marie marine
marseille martin master matrix matthew maxime melissa mercedes merlin michael michel michelle minou monamour monange
monkey montreal montrealcanadiens motdepasse monmotdepasse motdepassesecret mustang mypassword mysecretpassword naruto
newpassword nicolas nicole nintendo nothing olivier orange papillon parola pascal passe passer passphrase passw
passwd password passwordpassword patate patrick pepper philippe pierre pokemon portugal princess princesse qazwsx
qazwsxedc qsdfgh quebec quebecquebec qwert qwerty qwertyqwerty qwertyuiop qwertyuiopasdfghjkl raphael ranger robert root
samantha samsung sebastien secret secretpassword shadow sillon slipknot snoopy soccer soleil sophie spiderman startrek
starwars stephanie summer sunshine superman superuser system tampon technologie tennis test testtest thomas thunder
tigger trustno trustnoone tresor user valerie vanessa vincent welcome welcometo whatever william winter yankees zaq zxcv
zxcvbn zxcvbnm wxcvbn azertyqwerty qwertyazerty janvier fevrier mars avril mai juin juillet aout septembre octobre
novembre decembre printemps automne hiver january february march april june july august september october november
december spring autumn monday lundi vendredi friday
`
const common = new Set(words.trim().split(/\s+/))

const leet: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}
const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'azertyuiopqsdfghjklmwxcvbn', 'qwertyuiopasdfghjklzxcvbnm']

/**
 * Whether a password is one of those tried first: a common word dressed with digits and signs,
 * one word repeated, a row of the keyboard, or too few different characters.
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  if (new Set(text).size < 5 || withoutRuns(text).length < 4) return true
  const bare = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const plain = text.replace(/[^\p{L}]/gu, '')
  const unleeted = bare.replace(/[013457@$!]/g, (sign) => leet[sign] ?? '').replace(/[^\p{L}]/gu, '')
  return [plain, unleeted].some((word) => common.has(once(word)))
}

// Runs of four and more along a row, either way, count for nothing.
function withoutRuns(text: string): string {
  const ways = rows.flatMap((row) => [row, [...row].toReversed().join('')])
  let [rest, i] = ['', 0]
  while (i < text.length) {
    const longest = Math.max(...ways.map((way) => runAt(text, i, way)))
    if (longest < 4) rest += text[i]
    i += longest < 4 ? 1 : longest
  }
  return rest
}

function runAt(text: string, from: number, way: string): number {
  const start = way.indexOf(text[from] ?? '')
  if (start < 0) return 0
  let length = 1
  while (from + length < text.length && way[start + length] === text[from + length]) length++
  return length
}

// « motdepassemotdepasse » is « motdepasse ».
function once(word: string): string {
  return word.replace(/^(.+?)\1+$/, '$1')
}
