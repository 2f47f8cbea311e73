// One act on a shipment, and what tells of it.
import { actRereading } from '../api/act.ts'

export const useAct = actRereading(['listShipments', 'getShipment', 'listOpenReceipts', 'listNotices', 'getNext', 'listLots', 'listEvents'])
