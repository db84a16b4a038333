export { attachmentSender as sender } from '../../attachment-sender.ts';
