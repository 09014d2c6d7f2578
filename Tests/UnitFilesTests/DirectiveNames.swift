/// Every directive documented by systemd 261, as the reference page of the project lists them; kept apart from the
/// table, so that a line lost there is noticed.
let documentedDirectives: [Substring] = """
    Accept AcceptFileDescriptors AccuracySec After Alias AllowIsolate AllowedCPUs AllowedMemoryNodes
    Also AmbientCapabilities AppArmorProfile BPFDelegateAttachments BPFDelegateCommands BPFDelegateMaps
    BPFDelegatePrograms BPFProgram Backlog Before BindIPv6Only BindLogSockets BindNetworkInterface
    BindPaths BindReadOnlyPaths BindToDevice BindsTo Broadcast BusName CPUAffinity
    CPUPressureThresholdSec CPUPressureWatch CPUQuota CPUQuotaPeriodSec CPUSchedulingPolicy
    CPUSchedulingPriority CPUSchedulingResetOnFork CPUSetPartition CPUWeight CacheDirectory
    CacheDirectoryAccounting CacheDirectoryMode CacheDirectoryQuota CapabilityBoundingSet CollectMode
    ConcurrencyHardMax ConcurrencySoftMax ConditionACPower ConditionArchitecture ConditionCPUFeature
    ConditionCPUPressure ConditionCPUs ConditionCapability ConditionControlGroupController
    ConditionCredential ConditionDirectoryNotEmpty ConditionEnvironment ConditionFileIsExecutable
    ConditionFileNotEmpty ConditionFirmware ConditionFirstBoot ConditionFraction ConditionGroup
    ConditionHost ConditionIOPressure ConditionKernelCommandLine ConditionKernelModuleLoaded
    ConditionKernelVersion ConditionMachineTag ConditionMemory ConditionMemoryPressure
    ConditionNeedsUpdate ConditionOSRelease ConditionPathExists ConditionPathExistsGlob
    ConditionPathIsDirectory ConditionPathIsEncrypted ConditionPathIsMountPoint ConditionPathIsReadWrite
    ConditionPathIsSocket ConditionPathIsSymbolicLink ConditionSecurity ConditionUser ConditionVersion
    ConditionVirtualization ConfigurationDirectory ConfigurationDirectoryMode Conflicts CoredumpFilter
    CoredumpReceive DefaultDependencies DefaultInstance DeferAcceptSec DeferReactivation DeferTrigger
    DeferTriggerMaxSec Delegate DelegateNamespaces DelegateSubgroup Description DeviceAllow DevicePolicy
    DirectoryMode DirectoryNotEmpty DisableControllers Documentation DynamicUser Environment
    EnvironmentFile ExecCondition ExecPaths ExecReload ExecReloadPost ExecSearchPath ExecStart
    ExecStartPost ExecStartPre ExecStop ExecStopPost ExecStopPre ExitType ExtensionDirectories
    ExtensionImagePolicy ExtensionImages FailureAction FailureActionExitStatus FileDescriptorName
    FileDescriptorStoreMax FileDescriptorStorePreserve FinalKillSignal FixedRandomDelay FlushPending
    FreeBind Group GuessMainPID IOAccounting IODeviceLatencyTargetSec IODeviceWeight
    IOPressureThresholdSec IOPressureWatch IOReadBandwidthMax IOReadIOPSMax IOSchedulingClass
    IOSchedulingPriority IOWeight IOWriteBandwidthMax IOWriteIOPSMax IPAccounting IPAddressAllow
    IPAddressDeny IPCNamespacePath IPEgressFilterPath IPIngressFilterPath IPTOS IPTTL IgnoreOnIsolate
    IgnoreSIGPIPE ImportCredential InaccessiblePaths JobRunningTimeoutSec JobTimeoutAction
    JobTimeoutRebootArgument JobTimeoutSec JoinsNamespaceOf KeepAlive KeepAliveIntervalSec
    KeepAliveProbes KeepAliveTimeSec KeyringMode KillMode KillSignal LimitAS LimitCORE LimitCPU
    LimitDATA LimitFSIZE LimitLOCKS LimitMEMLOCK LimitMSGQUEUE LimitNICE LimitNOFILE LimitNPROC LimitRSS
    LimitRTPRIO LimitRTTIME LimitSIGPENDING LimitSTACK ListenDatagram ListenFIFO ListenMessageQueue
    ListenNetlink ListenSequentialPacket ListenSpecial ListenStream ListenUSBFunction LoadCredential
    LoadCredentialEncrypted LockPersonality LogExtraFields LogFilterPatterns LogLevelMax LogNamespace
    LogRateLimitBurst LogRateLimitIntervalSec LogsDirectory LogsDirectoryAccounting LogsDirectoryMode
    LogsDirectoryQuota MakeDirectory ManagedOOMMemoryPressure ManagedOOMMemoryPressureDurationSec
    ManagedOOMMemoryPressureLimit ManagedOOMPreference ManagedOOMSwap Mark MaxConnections
    MaxConnectionsPerSource MemoryAccounting MemoryDenyWriteExecute MemoryHigh MemoryKSM MemoryLow
    MemoryMax MemoryMin MemoryPressureThresholdSec MemoryPressureWatch MemorySwapMax MemoryTHP
    MemoryZSwapMax MemoryZSwapWriteback MessageQueueMaxMessages MessageQueueMessageSize MountAPIVFS
    MountFlags MountImagePolicy MountImages NFTSet NUMAMask NUMAPolicy NetworkNamespacePath Nice NoDelay
    NoExecPaths NoNewPrivileges NonBlocking NotifyAccess OOMPolicy OOMRules OOMScoreAdjust OnActiveSec
    OnBootSec OnCalendar OnClockChange OnFailure OnFailureJobMode OnStartupSec OnSuccess
    OnSuccessJobMode OnTimezoneChange OnUnitActiveSec OnUnitInactiveSec OpenFile PAMName PIDFile PartOf
    PassCredentials PassEnvironment PassFileDescriptorsToExec PassPIDFD PassPacketInfo PassSecurity
    PathChanged PathExists PathExistsGlob PathModified Persistent Personality PipeSize PollLimitBurst
    PollLimitIntervalSec Priority PrivateBPF PrivateDevices PrivateIPC PrivateMounts PrivateNetwork
    PrivatePIDs PrivateTmp PrivateUsers ProcSubset PropagatesReloadTo PropagatesStopTo ProtectClock
    ProtectControlGroups ProtectHome ProtectHostname ProtectKernelLogs ProtectKernelModules
    ProtectKernelTunables ProtectProc ProtectSystem RandomizedDelaySec RandomizedOffsetSec ReadOnlyPaths
    ReadWritePaths RebootArgument ReceiveBuffer RefreshOnReload RefuseManualStart RefuseManualStop
    ReloadPropagatedFrom ReloadSignal RemainAfterElapse RemainAfterExit RemoveIPC RemoveOnStop
    RequiredBy Requires RequiresMountsFor Requisite Restart RestartForceExitStatus RestartKillSignal
    RestartMaxDelaySec RestartMode RestartPreventExitStatus RestartSec RestartSteps
    RestrictAddressFamilies RestrictFileSystems RestrictNamespaces RestrictNetworkInterfaces
    RestrictRealtime RestrictSUIDSGID ReusePort RootDirectory RootDirectoryStartOnly RootEphemeral
    RootHash RootHashSignature RootImage RootImageOptions RootImagePolicy RootMStack RootVerity
    RuntimeDirectory RuntimeDirectoryMode RuntimeDirectoryPreserve RuntimeMaxSec
    RuntimeRandomizedExtraSec SELinuxContext SELinuxContextFromNet SecureBits SendBuffer SendSIGHUP
    SendSIGKILL Service SetCredential SetCredentialEncrypted SetLoginEnvironment Slice SmackLabel
    SmackLabelIPIn SmackLabelIPOut SmackProcessLabel SocketBindAllow SocketBindDeny SocketGroup
    SocketMode SocketProtocol SocketUser Sockets SourcePath StandardError StandardInput
    StandardInputData StandardInputText StandardOutput StartLimitAction StartLimitBurst
    StartLimitIntervalSec StartupAllowedCPUs StartupAllowedMemoryNodes StartupCPUWeight StartupIOWeight
    StartupMemoryHigh StartupMemoryLow StartupMemoryMax StartupMemorySwapMax StartupMemoryZSwapMax
    StateDirectory StateDirectoryAccounting StateDirectoryMode StateDirectoryQuota StopPropagatedFrom
    StopWhenUnneeded SuccessAction SuccessActionExitStatus SuccessExitStatus SupplementaryGroups
    SurviveFinalKillSignal Symlinks SyslogFacility SyslogIdentifier SyslogLevel SyslogLevelPrefix
    SystemCallArchitectures SystemCallErrorNumber SystemCallFilter SystemCallLog TCPCongestion
    TTYColumns TTYPath TTYReset TTYRows TTYVHangup TTYVTDisallocate TasksAccounting TasksMax
    TemporaryFileSystem TimeoutAbortSec TimeoutCleanSec TimeoutSec TimeoutStartFailureMode
    TimeoutStartSec TimeoutStopFailureMode TimeoutStopSec TimerSlackNSec Timestamping Transparent
    TriggerLimitBurst TriggerLimitIntervalSec Type UMask USBFunctionDescriptors USBFunctionStrings Unit
    UnsetEnvironment UpheldBy Upholds User UserNamespacePath UtmpIdentifier UtmpMode WakeSystem WantedBy
    Wants WantsMountsFor WatchdogSec WatchdogSignal WorkingDirectory Writable
    """.split { $0.isWhitespace }
