// Before Angular is loaded: its checks and warnings for developers cost half of the runs per second and find nothing here.
Object.assign(globalThis, { ngDevMode: false });
