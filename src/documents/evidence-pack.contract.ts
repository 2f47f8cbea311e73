// Evidence packs: everything that shows how a lot or a shipment was produced, in one file that is read offline and checked
// without us; it travels with the metal, also between two firms outside any scheme.
import { z } from 'zod'
import { LotId } from '#src/custody/lot.ts'
import { PackCheck } from '#src/exchange/pack/pack-file.ts'
import { operation } from '#src/kernel/operation.ts'
import { Language } from '#src/standards/standard.ts'

const made = { method: 'GET', permit: 'evidence-pack:read', tag: 'Evidence packs', stream: 'export', result: z.unknown() } as const
const language = { language: Language.optional().describe('of the overview page (default: the reader\'s)') }

export const evidencePackContract = {
  exportLotPack: operation({
    ...made, path: '/lots/{lotId}/evidence-pack', summary: 'Download the evidence pack of a lot (zip with an offline page and hashes)',
    description: 'As its receiver may see it where `viewer` names an organisation; without it, as its holder does. What a party upstream tells to that organisation alone is not in it, since the holder has the pack too.',
    input: z.object({ lotId: LotId, viewer: z.string().max(100).optional().describe('the organisation it is for'), ...language }), refusals: ['lot-absent', 'lineage-too-large'],
  }),
  exportShipmentPack: operation({
    ...made, path: '/shipments/{shipmentId}/evidence-pack', summary: 'Download the evidence pack of a shipment (zip with an offline page and hashes)',
    description: 'The sender makes it as the receiver may see it; the receiver gets the same.',
    input: z.object({ shipmentId: z.string().regex(/^shp_\d{1,15}$/, 'the number of a shipment looks like shp_17'), ...language }), refusals: ['shipment-absent', 'lot-absent', 'lineage-too-large'],
  }),
  checkEvidencePack: operation({
    method: 'POST', permit: 'evidence-pack:check', tag: 'Evidence packs', path: '/evidence-pack-checks', isRead: true, stream: 'upload', summary: 'Check an evidence pack: is every file as its maker listed it',
    description: 'Looks the file through and keeps nothing. `digest` is the number to compare with the one its maker gave you.',
    input: z.object({}), result: PackCheck, refusals: ['archive-damaged', 'archive-too-large', 'file-protected', 'pack-invalid', 'upload-too-large', 'upload-missing'],
  }),
}
