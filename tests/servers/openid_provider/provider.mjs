// A certified OpenID provider on a free port of this machine; whoever gives a login of @maple.example is vouched for.
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const server = createServer().listen(0, '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{
      client_id: 'roster',
      client_secret: 'secret-of-the-tests',
      redirect_uris: ['http://127.0.0.1/oauth2callback'],
      post_logout_redirect_uris: ['http://127.0.0.1/oauth2callback'],
    }],
    claims: { openid: ['sub', 'groups'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false, // Streamlit reads the ID token only
    findAccount: (_context, login) => ({
      accountId: login,
      claims: () => ({
        sub: login,
        name: login.split('@')[0],
        email: login,
        email_verified: login.endsWith('@maple.example'),
        groups: ['everybody'],
      }),
    }),
    loadExistingGrant: async (context) => { // nobody is asked for consent
      const grant = new context.oidc.provider.Grant({
        clientId: context.oidc.client.clientId, accountId: context.oidc.session.accountId,
      });
      grant.addOIDCScope('openid email profile');
      await grant.save();
      return grant;
    },
    cookies: { keys: ['keys of the tests'] },
  });
  // The app's port is known only when it starts.
  const isCallback = (uri) => /^http:\/\/127\.0\.0\.1:\d+\/oauth2callback$/.test(uri);
  provider.Client.prototype.redirectUriAllowed = isCallback;
  provider.Client.prototype.postLogoutRedirectUriAllowed = isCallback;
  server.on('request', provider.callback());
  console.log(`listening at ${issuer}`);
});
