/** Runs in the sandbox beside the page, and gives it `window.lookout`. The only file with `ipcRenderer`. */
import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';

contextBridge.exposeInMainWorld('lookout', createBridge(ipcRenderer));
