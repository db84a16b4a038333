/** Runs in the page's sandbox, and gives the page `window.lookout`. Only this file uses `ipcRenderer`. */
import { contextBridge, ipcRenderer } from 'electron';
import { createBridge } from './bridge.ts';

contextBridge.exposeInMainWorld('lookout', createBridge(ipcRenderer));
