/** The modal in which a person links an account. The script tag defines the same class as a global. */
export class SmileLinkModal {
  /** @throws TypeError when `userToken` is missing or not a string. */
  constructor(config: SmileLinkConfig);
  /** Shows the modal. Does nothing while it is open. After a close it reopens with the same session. */
  open(): void;
  /** Removes the modal and reports `onClose({ reason: 'close' })`. Does nothing while it is closed. */
  close(): void;
}

export interface SmileLinkConfig extends SmileLinkCallbacks {
  /** The link token that the host's server got from `POST /v1/users` or `POST /v1/tokens`. */
  userToken: string;
  /** The Wink template: look and data sources. The keys below override it. */
  templateId?: string;
  /** Base address of the Link API. By default it is next to the script, or on the page's origin. */
  apiHost?: string;
  /** Ids of providers to promote to the top, at most 10. */
  topProviders?: string[];
  /** Show only these providers. Exactly one id skips the list and goes straight to its login. */
  providers?: string[];
  /** Show only providers of these types. */
  providerTypes?: ProviderType[];
  /** Show the search field. By default true. */
  enableSearchBar?: boolean;
  /** Show the type filter. By default true. */
  enableTypeBar?: boolean;
  /** Offer document upload. By default false, which also hides sources without a direct connection. */
  enableUpload?: boolean;
  /**
   * BCP 47 tag of the language: English, Filipino, Indonesian, Simplified Chinese or Arabic. By default the template's,
   * otherwise the browser's first supported one, otherwise English.
   */
  language?: string;
  /** Shown on the consent and login screens. */
  companyName?: string;
  /** With exactly one provider, false skips the consent screen of its own. By default true. */
  enableConsentPage?: boolean;
  /** In the sandbox: show sample credentials on the login screen. By default false. */
  enableSampleModel?: boolean;
}

/** Every argument is plain JSON. A callback that throws or rejects does not affect the modal. */
export interface SmileLinkCallbacks {
  /** Linking was started. */
  onAccountCreated?: (account: AccountArgument) => void;
  /** Linking succeeded and the success screen is shown. */
  onAccountConnected?: (account: AccountArgument) => void;
  /** The person revoked the account. */
  onAccountRemoved?: (account: AccountArgument) => void;
  /** Linking failed. */
  onAccountError?: (account: AccountErrorArgument) => void;
  /** The link token has expired. */
  onTokenExpired?: () => void;
  /** Documents were submitted. */
  onUploadsCreated?: (uploads: UploadsArgument) => void;
  /** Documents were revoked. */
  onUploadsRemoved?: (uploads: UploadsArgument) => void;
  /** The modal was closed: by its corner icon, by Done, or by Exit on the error screen. Once for each opening. */
  onClose?: (close: { reason: CloseReason }) => void;
  /** A screen was shown. */
  onUIEvent?: (event: UIEventArgument) => void;
}

export interface AccountArgument {
  accountId: string;
  userId: string;
  providerId: string;
}

export interface AccountErrorArgument extends AccountArgument {
  errorCode: ErrorCode;
}

export type FileType = 'PAYSLIP' | 'TAX_DOCUMENT' | 'COMPANY_ID';

export interface UploadsArgument {
  /** What was submitted or deleted: the archive's id, as the Open API names it, and the kind of document. */
  uploads: { id: string; fileType: FileType }[];
  userId: string;
}

export interface UIEventArgument {
  eventName: UIEventName;
  /** ISO 8601, in UTC. */
  eventTime: string;
  mode: 'SANDBOX' | 'PRODUCTION';
  userId: string;
  account: { providerId: string; accountId: string | null } | null;
  archive: { fileType: string } | null;
}

export type CloseReason = 'close' | 'exit' | 'error';

export type ProviderType = 'GIG' | 'GOVERNMENT' | 'SYSTEM' | 'EMPLOYER' | 'CREDENTIAL';

export type ErrorCode =
  | 'ACCOUNT_DISABLED'
  | 'ACCOUNT_INACCESSIBLE'
  | 'ACCOUNT_INCOMPLETE'
  | 'ACCOUNT_LOCKED'
  | 'AUTH_REQUIRED'
  | 'EXPIRED_CREDENTIALS'
  | 'INVALID_ACCOUNT_TYPE'
  | 'INVALID_AUTH'
  | 'INVALID_CREDENTIALS'
  | 'INVALID_MFA'
  | 'MFA_TIMEOUT'
  | 'SERVICE_UNAVAILABLE'
  | 'SYSTEM_ERROR'
  | 'TOS_REQUIRED'
  | 'UNSUPPORTED_AUTH_TYPE'
  | 'UNSUPPORTED_MFA_METHOD';

export type UIEventName =
  | 'ConsentPageOpened'
  | 'ProviderListPageOpened'
  | 'LoginPageOpened'
  | 'LoginOptionsPageOpened'
  | 'MfaPageOpened'
  | 'ConnectSuccessPageOpened'
  | 'AccountRevokePageOpened'
  | 'EmployerSurveyPageOpened'
  | 'FileTypeListPageOpened'
  | 'FileTypePageOpened'
  | 'ArchiveSuccessPageOpened'
  | 'RevokeArchivePageOpened';

/** Where the module's bytes are, or the bytes themselves. */
export type ModuleSource = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

/** Loads the WebAssembly module, by default the `wink_bg.wasm` beside this one. Further calls do nothing. */
export default function init(
  source?: { module_or_path: ModuleSource | Promise<ModuleSource> } | Promise<ModuleSource> | ModuleSource,
): Promise<unknown>;

/** Like `init`, for bytes that are already here. */
export function initSync(source: { module: BufferSource | WebAssembly.Module } | BufferSource): unknown;
