// One short function per system call that Swift cannot reach. Every function returns the result or the
// negated errno; none allocates, decides or keeps state.
#pragma once
#include "cl_client.h"
#include "cl_confine.h"
#include "cl_constants.h"
#include "cl_event.h"
#include "cl_files.h"
#include "cl_group.h"
#include "cl_load.h"
#include "cl_memory.h"
#include "cl_state.h"
