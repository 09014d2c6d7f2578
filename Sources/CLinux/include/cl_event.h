// Processes, events, sockets and clocks: what the daemon's loop is made of.
#pragma once
