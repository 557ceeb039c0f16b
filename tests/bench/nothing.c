/* F: a FastCGI program that does nothing. What nginx and FastCGI alone allow is measured with it. */
#include <fcgiapp.h>

int main(void) {
  FCGX_Request request;
  if (FCGX_Init() != 0 || FCGX_InitRequest(&request, 0, 0) != 0) return 1;
  while (FCGX_Accept_r(&request) == 0) {
    FCGX_PutS("Status: 204\r\n\r\n", request.out);
    FCGX_Finish_r(&request);
  }
  return 0;
}
