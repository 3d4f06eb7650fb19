import { AxiosProgressEvent, InternalAxiosRequestConfig } from 'axios';

/** The caller's progress listeners, told with every event which attempt it belongs to. */
export function progressOfAttempt(
  attempt: number,
  { onUploadProgress, onDownloadProgress }: InternalAxiosRequestConfig,
): Partial<InternalAxiosRequestConfig> {
  const numbered = (listen: (event: AxiosProgressEvent) => void) => (event: AxiosProgressEvent) =>
    listen(Object.assign(event, { attempt }));

  return {
    ...(onUploadProgress ? { onUploadProgress: numbered(onUploadProgress) } : {}),
    ...(onDownloadProgress ? { onDownloadProgress: numbered(onDownloadProgress) } : {}),
  };
}
