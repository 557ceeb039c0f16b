# Reads services.tsv into lists that the generators (nginx/, db/, systemd/) and handlers/ loop over:
#   LATCHKEY_ROWS                      row numbers 0, 1, …
#   LATCHKEY_ROW_<n>_<COLUMN>          a row's fields; lists are CMake lists
#   LATCHKEY_HANDLERS                  each handler once, in the table's order
#   LATCHKEY_HANDLER_<handler>_<COLUMN> role, egress, secrets, class, instances, functions (of all rows)
# and db/programs.tsv into
#   LATCHKEY_PROGRAMS                  the programs that are not workers
#   LATCHKEY_PROGRAM_<program>_<COLUMN> functions, role, secrets, instances
# The build stops where a row is malformed or two rows of one handler disagree.

# latchkey_read_table(FILE PREFIX COLUMN…): sets <PREFIX>_<n>_<COLUMN> for each row n, and `rows` to
# the row numbers.
macro(latchkey_read_table file prefix)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(table ${file} NAME)
  set(columns ${ARGN})
  list(LENGTH columns wanted)
  file(STRINGS ${file} lines REGEX "^[^#]")
  set(rows)
  set(n 0)
  foreach(line IN LISTS lines)
    string(REPLACE "\t" ";" fields "${line}")
    list(LENGTH fields count)
    if(NOT count EQUAL wanted)
      message(FATAL_ERROR "${table}: ${count} fields instead of ${wanted} in: ${line}")
    endif()
    foreach(column IN LISTS columns)
      list(POP_FRONT fields value)
      string(REPLACE "," ";" value "${value}")
      if(value STREQUAL "-")
        set(value)
      endif()
      set(${prefix}_${n}_${column} ${value})
    endforeach()
    string(LENGTH "${${prefix}_${n}_ROLE}" length)
    if(length GREATER 31)
      message(FATAL_ERROR "${table}: ${${prefix}_${n}_ROLE} has more than the 31 characters that systemd-sysusers lets a user have")
    endif()
    list(APPEND rows ${n})
    math(EXPR n "${n} + 1")
  endforeach()
endmacro()

set(LATCHKEY_SERVICES_TSV ${CMAKE_CURRENT_LIST_DIR}/services.tsv)
set(shared_columns ROLE EGRESS SECRETS CLASS INSTANCES)
latchkey_read_table("${LATCHKEY_SERVICES_TSV}" LATCHKEY_ROW
                    ROUTE METHODS HANDLER FUNCTIONS ROLE EGRESS SECRETS CLASS INSTANCES)
set(LATCHKEY_ROWS ${rows})
set(LATCHKEY_HANDLERS)
foreach(n IN LISTS LATCHKEY_ROWS)
  set(handler ${LATCHKEY_ROW_${n}_HANDLER})
  if(NOT handler IN_LIST LATCHKEY_HANDLERS)
    list(APPEND LATCHKEY_HANDLERS ${handler})
    set(LATCHKEY_HANDLER_${handler}_FUNCTIONS)
    foreach(column IN LISTS shared_columns)
      set(LATCHKEY_HANDLER_${handler}_${column} ${LATCHKEY_ROW_${n}_${column}})
    endforeach()
  endif()
  foreach(column IN LISTS shared_columns)
    if(NOT "${LATCHKEY_HANDLER_${handler}_${column}}" STREQUAL "${LATCHKEY_ROW_${n}_${column}}")
      message(FATAL_ERROR "services.tsv: the rows of ${handler} disagree about ${column}")
    endif()
  endforeach()
  list(APPEND LATCHKEY_HANDLER_${handler}_FUNCTIONS ${LATCHKEY_ROW_${n}_FUNCTIONS})
  list(REMOVE_DUPLICATES LATCHKEY_HANDLER_${handler}_FUNCTIONS)
endforeach()

latchkey_read_table("${CMAKE_CURRENT_LIST_DIR}/../db/programs.tsv" LATCHKEY_PROGRAM_ROW
                    PROGRAM FUNCTIONS ROLE SECRETS INSTANCES)
set(LATCHKEY_PROGRAMS)
foreach(n IN LISTS rows)
  set(program ${LATCHKEY_PROGRAM_ROW_${n}_PROGRAM})
  list(APPEND LATCHKEY_PROGRAMS ${program})
  foreach(column FUNCTIONS ROLE SECRETS INSTANCES)
    set(LATCHKEY_PROGRAM_${program}_${column} ${LATCHKEY_PROGRAM_ROW_${n}_${column}})
  endforeach()
endforeach()
