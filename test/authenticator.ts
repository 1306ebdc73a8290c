import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

// A passkey authenticator in software: WebAuthn Level 3, with attestation "none".

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HOLDS_KEY = 0x40;

export interface SoftAuthenticator {
  /** Answers `navigator.credentials.create`. */
  create(challenge: string): {
    readonly id: string;
    readonly rawId: string;
    readonly type: 'public-key';
    readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
  };
  /** Answers `navigator.credentials.get`. */
  get(challenge: string): {
    readonly id: string;
    readonly rawId: string;
    readonly type: 'public-key';
    readonly response: {
      readonly clientDataJSON: string;
      readonly authenticatorData: string;
      readonly signature: string;
    };
  };
}

/** @param verifiesUser false: a key that only asks for a touch */
export function softAuthenticator(origin: string, verifiesUser = true): SoftAuthenticator {
  const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const credential = {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
  } as const;
  const present = USER_PRESENT | (verifiesUser ? USER_VERIFIED : 0);
  let uses = 0;
  const authenticatorData = (flags: number, rest: Buffer) => {
    const head = Buffer.alloc(5);
    head[0] = flags;
    head.writeUInt32BE(++uses, 1);
    return Buffer.concat([sha256(Buffer.from(new URL(origin).hostname)), head, rest]);
  };
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  return {
    create: (challenge) => {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const key = coseKey(pair.publicKey.export({ format: 'jwk' }));
      const data = authenticatorData(present | HOLDS_KEY, Buffer.concat([Buffer.alloc(16), length, id, key]));
      return {
        ...credential,
        response: {
          clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
          attestationObject: attestation(data).toString('base64url'),
        },
      };
    },
    get: (challenge) => {
      const data = authenticatorData(present, Buffer.alloc(0));
      const client = clientData('webauthn.get', challenge);
      return {
        ...credential,
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: data.toString('base64url'),
          signature: sign('sha256', Buffer.concat([data, sha256(client)]), pair.privateKey).toString(
            'base64url',
          ),
        },
      };
    },
  };
}

/** CBOR of { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }. */
function coseKey({ x = '', y = '' }: { readonly x?: string; readonly y?: string }): Buffer {
  return Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x, 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y, 'base64url'),
  ]);
}

/** CBOR of { fmt: "none", attStmt: {}, authData }. */
function attestation(authData: Buffer): Buffer {
  return Buffer.concat([
    Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
    Buffer.of(authData.length),
    authData,
  ]);
}

function sha256(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}
