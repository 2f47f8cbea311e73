// The words of the letter of commitment: what a site promises for itself (assurance process, step 1). Four promises were
// found in published letters; their wording here is ours, and the scheme's to change. `{…}` is filled from the case.
import { z } from 'zod'
import { shortText, longText } from '#src/kernel/text.ts'

export const LetterTemplate = z.object({
  title: shortText(200),
  opening: longText(2000),
  promises: z.array(shortText(1000)).min(1).max(20),
  closing: longText(2000),
})
export type LetterTemplate = z.infer<typeof LetterTemplate>

/** What a template may name. */
export const letterFields = ['participant', 'site', 'standard', 'marks', 'months'] as const
export type LetterFields = Readonly<Record<(typeof letterFields)[number], string>>

/** A name of a field that the template does not know stays as it is written, so that a slip shows in the preview. */
export const filled = (text: string, fields: LetterFields): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => (fields as Readonly<Record<string, string>>)[name] ?? whole)

export const filledLetter = (template: LetterTemplate, fields: LetterFields): LetterTemplate => ({
  title: filled(template.title, fields), opening: filled(template.opening, fields),
  promises: template.promises.map((promise) => filled(promise, fields)), closing: filled(template.closing, fields),
})

export const letterTemplates: Readonly<Record<string, LetterTemplate>> = {
  en: {
    title: 'Letter of commitment',
    opening: 'For the site {site}, {participant} commits to responsible production under {standard}.',
    promises: [
      'We will meet all applicable criteria of {standard} at {site} within {months} months of signing this letter.',
      'We will show that we meet them through the assurance process of the scheme: a self-assessment, an independent assessment, and the decision on its report.',
      'We name a contact person for {site} and give that person the time and the means to coordinate the assurance process.',
      'We will share information with the scheme and with the public as the assurance process requires.',
    ],
    closing: 'This letter is public once it is signed. The name of the signatory and of the contact person are not.',
  },
  es: {
    title: 'Carta de compromiso',
    opening: 'Para el sitio {site}, {participant} se compromete con la producción responsable según {standard}.',
    promises: [
      'Cumpliremos todos los criterios aplicables de {standard} en {site} dentro de los {months} meses siguientes a la firma de esta carta.',
      'Demostraremos que los cumplimos mediante el proceso de aseguramiento del esquema: una autoevaluación, una evaluación independiente y la decisión sobre su informe.',
      'Nombramos una persona de contacto para {site} y le damos el tiempo y los medios para coordinar el proceso de aseguramiento.',
      'Compartiremos información con el esquema y con el público según lo exija el proceso de aseguramiento.',
    ],
    closing: 'Esta carta es pública una vez firmada. El nombre de quien firma y el de la persona de contacto no lo son.',
  },
  zh: {
    title: '承诺书',
    opening: '{participant} 就场所 {site} 承诺按照 {standard} 负责任地生产。',
    promises: [
      '我们将在签署本承诺书后 {months} 个月内，在 {site} 满足 {standard} 的所有适用标准。',
      '我们将通过本计划的保证流程证明我们符合这些标准：自我评估、独立评估以及对评估报告的决定。',
      '我们为 {site} 指定一名联系人，并给予其协调保证流程所需的时间和资源。',
      '我们将按照保证流程的要求，向本计划和公众提供信息。',
    ],
    closing: '本承诺书签署后即公开。签署人和联系人的姓名不公开。',
  },
  fr: {
    title: 'Lettre d’engagement',
    opening: 'Pour le site {site}, {participant} s’engage à une production responsable selon {standard}.',
    promises: [
      'Nous satisferons à tous les critères applicables de {standard} à {site} dans les {months} mois suivant la signature de cette lettre.',
      'Nous montrerons que nous y satisfaisons par le processus d’assurance du dispositif : une auto-évaluation, une évaluation indépendante et la décision sur son rapport.',
      'Nous désignons une personne de contact pour {site} et lui donnons le temps et les moyens de coordonner le processus d’assurance.',
      'Nous partagerons les informations avec le dispositif et avec le public comme le processus d’assurance l’exige.',
    ],
    closing: 'Cette lettre est publique dès sa signature. Le nom du signataire et celui de la personne de contact ne le sont pas.',
  },
}
