/** Said when a command wrote what is empty, for example because of a typing error in a name. */
export const NO_ENDPOINTS =
  'No endpoint matches, so it is empty. Check the names, or leave them out for all endpoints.\n';
