// The measured work: a person links an account, and the host's server makes its calls before and after.

import { constants, createCipheriv, createPublicKey, publicEncrypt, randomBytes, randomUUID } from 'node:crypto';

const LOGIN = { providerId: 'joyride', loginOptionId: 'mobile' };
const CREDENTIALS = { mobile: '+639559991234', password: '123456' };

// The calls of a host's server: create a user with a token, list providers, and read the linked data.
export async function hostCalls(server) {
  const { user } = (await server.openApi('POST', '/v1/users', {})).data;
  await server.openApi('GET', '/v1/providers?size=10');
  await server.openApi('GET', `/v1/accounts?userId=${user.id}`);
  await server.openApi('GET', `/v1/identities?userId=${user.id}`);
}

// The whole session, from a new user to the data.
export async function linkSession(server) {
  const { user, token } = (await server.openApi('POST', '/v1/users', {})).data;
  const opened = await server.call('POST', '/link/v1/sessions', { linkToken: token.accessToken });
  const { session, sessionToken } = opened;
  const link = (method, path, body) => server.call(method, `/link/v1${path}`, body, `Bearer ${sessionToken}`);
  const { version } = session.template.consent;
  await link('POST', '/session/consent', { version, language: session.template.language });
  await link('GET', `/providers/${LOGIN.providerId}`);
  const idempotencyKey = randomUUID();
  const context = ['wink credentials', session.sessionId, LOGIN.providerId, LOGIN.loginOptionId, idempotencyKey];
  const credentials = seal(session.sealingKey, context.join('\n'), CREDENTIALS);
  let account = await link('POST', '/accounts', { ...LOGIN, idempotencyKey, credentials });
  while (account.status === 'PENDING') {
    account = await link('GET', `/accounts/${account.accountId}?afterVersion=${account.version}&waitSeconds=20`);
  }
  if (account.status !== 'CONNECTED') throw new Error(`not connected: ${JSON.stringify(account)}`);
  const { data } = await server.openApi('GET', `/v1/identities?userId=${user.id}`);
  if (data.items.length !== 1) throw new Error(`no identity: ${JSON.stringify(data)}`);
}

// Seals as the widget does; docs/link-api.md has the format.
function seal({ id, spki }, context, value) {
  const key = randomBytes(32);
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const ciphertext = [cipher.update(JSON.stringify(value)), cipher.final(), cipher.getAuthTag()];
  const publicKey = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  const wrapped = publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key);
  return {
    version: 1,
    keyId: id,
    wrappedKey: wrapped.toString('base64'),
    nonce: nonce.toString('base64'),
    ciphertext: Buffer.concat(ciphertext).toString('base64'),
  };
}
