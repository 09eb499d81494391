// A real OpenID provider on a free port of this machine: node provider.mjs URL_OF_MOCGIOI
// Who logs in is said beforehand (`/test?login=NAME`), and how the next ID token is to be spoiled (`&spoil=WHAT`).
import { createServer } from 'node:http';
import Provider from 'oidc-provider';
import { SignJWT, UnsecuredJWT, decodeJwt, exportJWK, generateKeyPair } from 'jose';

const home = process.argv[2];
const { privateKey } = await generateKeyPair('RS256', { extractable: true });
const { privateKey: strangers } = await generateKeyPair('RS256', { extractable: true });
const jwk = { ...(await exportJWK(privateKey)), kid: 'one', use: 'sig', alg: 'RS256' };

const server = createServer();
await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
const issuer = `http://127.0.0.1:${server.address().port}`;
let login = 'nobody';
let spoil = '';

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'mocgioi',
    client_secret: 'a secret of the tests',
    redirect_uris: [`${home}/login/oidc/callback`],
    post_logout_redirect_uris: [`${home}/login`],
  }],
  jwks: { keys: [jwk] },
  cookies: { keys: ['of the tests'] },
  pkce: { required: () => true },
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], profile: ['preferred_username'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id.split('-').at(-1) }) }),
  async loadExistingGrant(ctx) {
    const grant = new ctx.oidc.provider.Grant({
      clientId: ctx.oidc.client.clientId,
      accountId: ctx.oidc.session.accountId,
    });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

const now = () => Math.floor(Date.now() / 1000);
const spoilt = {
  audience: (claims) => ({ ...claims, aud: 'somebody-else' }),
  nonce: (claims) => ({ ...claims, nonce: 'another' }),
  issuer: (claims) => ({ ...claims, iss: 'http://127.0.0.1:1' }),
  expired: (claims) => ({ ...claims, exp: now() - 120 }),
  // Within what two clocks may differ by.
  skewed: (claims) => ({ ...claims, iat: now() + 30, exp: now() - 30 }),
  future: (claims) => ({ ...claims, iat: now() + 600, exp: now() + 1200 }),
  stranger: (claims) => claims,
};

provider.use(async (ctx, next) => {
  if (ctx.path === '/test') {
    ({ login = login, spoil = '' } = ctx.query);
    ctx.body = 'ok';
    return;
  }
  if (ctx.path.startsWith('/interaction/')) {
    const result = { login: { accountId: login } };
    return provider.interactionFinished(ctx.req, ctx.res, result, { mergeWithLastSubmission: false });
  }
  await next();
  if (ctx.path !== '/token' || !ctx.body?.id_token || !spoil) return;
  const claims = decodeJwt(ctx.body.id_token);
  if (spoil === 'signature') {
    const [head, body, signature] = ctx.body.id_token.split('.');
    const other = Buffer.from(JSON.stringify({ ...claims, sub: 'sub-admin' })).toString('base64url');
    ctx.body.id_token = `${head}.${other === body ? '' : other}.${signature}`;
  } else if (spoil === 'unsigned') {
    ctx.body.id_token = new UnsecuredJWT(claims).encode();
  } else if (spoil === 'shared_secret') {
    const key = new TextEncoder().encode('a secret of the tests');
    ctx.body.id_token = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(key);
  } else {
    const key = spoil === 'stranger' ? strangers : privateKey;
    const signing = new SignJWT(spoilt[spoil](claims)).setProtectedHeader({ alg: 'RS256', kid: 'one' });
    ctx.body.id_token = await signing.sign(key);
  }
});

server.on('request', provider.callback());
console.log(issuer);
